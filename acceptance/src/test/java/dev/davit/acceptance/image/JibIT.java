package dev.davit.acceptance.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.davit.acceptance.fixture.AnyRuntime;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's jib-core, which builds images in a JVM and needs no daemon, on the registry of the platform. */
@OnDavit
@AnyRuntime
class JibIT {

    private final DockerCli docker;
    private final Platform platform;

    @TempDir
    private Path folder;

    JibIT(DockerCli docker, Platform platform) {
        this.docker = docker;
        this.platform = platform;
    }

    @BeforeEach
    void needsOwnRegistry() {
        assumeTrue(platform.isOwn(), "only our own platform comes with a registry");
    }

    @Test
    void imageThatJibPushedIsPulledAndRun() throws Exception {
        String image = newImage();

        JibContainer pushed = push(busybox(), image);

        assertThat(docker.ok("run", "--rm", image)).isEqualTo("from jib");
        assertThat(docker.ok("image", "inspect", "-f", "{{index .RepoDigests 0}}", image))
                .endsWith("@" + pushed.getDigest());
    }

    @Test
    void jibBuildsOnAnImageThatItPulls() throws Exception {
        String base = newImage();
        push(busybox(), base);
        String image = newImage();

        push(Jib.from(RegistryImage.named(base)).setEntrypoint(List.of("/bin/busybox", "cat", "/etc/base")), image);

        assertThat(docker.ok("run", "--rm", image)).isEqualTo("of the base");
    }

    private JibContainerBuilder busybox() throws Exception {
        Path file = Files.writeString(folder.resolve("base"), "of the base");
        FileEntriesLayer layer = FileEntriesLayer.builder()
                .addEntry(
                        Path.of("/bin/busybox"),
                        AbsoluteUnixPath.get("/bin/busybox"),
                        FilePermissions.fromOctalString("755"))
                .addEntry(file, AbsoluteUnixPath.get("/etc/base"))
                .build();
        return Jib.fromScratch().addFileEntriesLayer(layer).setEntrypoint(List.of("/bin/busybox", "echo", "from jib"));
    }

    private JibContainer push(JibContainerBuilder image, String name) throws Exception {
        Path cache = folder.resolve("cache-" + name.replaceAll("\\W", "-"));
        return image.containerize(Containerizer.to(RegistryImage.named(name))
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(cache.resolve("base"))
                .setApplicationLayersCache(cache.resolve("application")));
    }

    private String newImage() {
        return docker.removedLater(platform.registry() + "/" + docker.imageName());
    }
}
