package dev.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that others use. */
class SkopeoIT {

    @TempDir
    private Path folder;

    private TestRegistry registry;
    private Skopeo skopeo;

    @BeforeEach
    void start() {
        skopeo = new Skopeo(folder);
        registry = TestRegistry.start(folder);
    }

    @Test
    void loginGivesWhatTheAccountMay() throws Exception {
        try (TestRegistry guarded = Auth.start(folder.resolve("guarded"), "token")) {
            Auth.user(guarded, "alice", "team/**", "read", "create", "update", "delete");
            Auth.user(guarded, "bob", "team/app", "read");
            Path image = skopeo.image();
            String alice = login(guarded, "alice");
            String bob = login(guarded, "bob");
            String app = "docker://" + guarded.address() + "/team/app:v1";
            String copy = "docker://" + guarded.address() + "/team/copy:v1";
            skopeo.run("copy", alice, "--dest-tls-verify=false", "dir:" + image, app);
            skopeo.run("copy", alice, "--src-tls-verify=false", "--dest-tls-verify=false", app, copy);
            skopeo.run("copy", bob, "--src-tls-verify=false", app, "dir:" + folder.resolve("pulled"));
            assertThat(folder.resolve("pulled/manifest.json")).hasSameBinaryContentAs(image.resolve("manifest.json"));
            skopeo.fail("copy", bob, "--dest-tls-verify=false", "dir:" + image, app);
            skopeo.fail("copy", bob, "--src-tls-verify=false", copy, "dir:" + folder.resolve("none"));
            skopeo.fail("copy", "--src-tls-verify=false", app, "dir:" + folder.resolve("none"));
            skopeo.run("delete", alice, "--tls-verify=false", copy);
            skopeo.fail("login", "--tls-verify=false", "-u", "bob", "-p", "wrong password", guarded.address());
        }
    }

    private String login(TestRegistry guarded, String name) throws Exception {
        String file = "--authfile=" + folder.resolve(name + ".json");
        skopeo.run("login", file, "--tls-verify=false", "-u", name, "-p", Auth.PASSWORD, guarded.address());
        return file;
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void imageIsPushedCopiedPulledListedAndDeleted() throws Exception {
        Path image = skopeo.image();
        String source = "docker://" + registry.address() + "/team/app:v1";
        String copy = "docker://" + registry.address() + "/team/copy:v2";
        skopeo.run("copy", "--dest-tls-verify=false", "dir:" + image, source);
        skopeo.run("copy", "--src-tls-verify=false", "--dest-tls-verify=false", source, copy);
        skopeo.run("copy", "--src-tls-verify=false", copy, "dir:" + folder.resolve("pulled"));
        assertThat(folder.resolve("pulled/manifest.json")).hasSameBinaryContentAs(image.resolve("manifest.json"));
        for (String blob : Skopeo.blobs(image)) {
            assertThat(folder.resolve("pulled").resolve(blob)).hasSameBinaryContentAs(image.resolve(blob));
        }
        assertThat(skopeo.run("list-tags", "--tls-verify=false", "docker://" + registry.address() + "/team/copy"))
                .contains("\"v2\"");
        skopeo.run("delete", "--tls-verify=false", copy);
        assertThat(registry.get("/v2/team/copy/manifests/v2").statusCode()).isEqualTo(404);
        assertThat(registry.get("/v2/team/app/manifests/v1").statusCode()).isEqualTo(200);
    }
}
