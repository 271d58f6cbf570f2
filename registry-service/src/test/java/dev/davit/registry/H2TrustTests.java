package dev.davit.registry;

import static dev.davit.registry.Signatures.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.trust.Signing;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2TrustTests extends TrustSuite {

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        registry = TestRegistry.start(folder.resolve("suite"), "davit.registry.pulls.interval=100ms");
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Override
    TestRegistry registry() {
        return registry;
    }

    @Test
    void whoMayPushReadsByDigestWhatIsToBeSignedUnlessThePolicyIsStrict() throws IOException {
        KeyPair keys = Signing.keys("P-256");
        String open = "{\"signed\":{\"keys\":[" + json(keys.getPublic()) + "]}}";
        try (TestRegistry guarded = Auth.start(folder.resolve("guarded"), "basic")) {
            Auth.user(guarded, "reader", "app", "read");
            Auth.user(guarded, "pusher", "app", "read", "create");
            String digest = digest(Auth.manifestOf("layer"));
            expect(201, Auth.image(guarded, "app", "v1", "layer", Auth.as("pusher")));
            expect(204, Auth.json(guarded, "PUT", "policies/app", open));
            for (String name : new String[] {"v1", digest}) {
                expect(403, guarded.get("/v2/app/manifests/" + name, Auth.as("reader")));
            }
            expect(403, guarded.get("/v2/app/manifests/v1", Auth.as("pusher")));
            expect(200, guarded.get("/v2/app/manifests/" + digest, Auth.as("pusher")));
            expect(204, Auth.json(guarded, "PUT", "policies/app", open.replace("]}}", "],\"strict\":true}}")));
            expect(403, guarded.get("/v2/app/manifests/" + digest, Auth.as("pusher")));
            byte[] bundle = Signing.bundle(keys.getPrivate(), digest, Signing.SIGNED);
            Auth.push(guarded, "app", new String(bundle, java.nio.charset.StandardCharsets.UTF_8), Auth.as("pusher"));
            Auth.push(guarded, "app", "{}", Auth.as("pusher"));
            byte[] signature = Images.manifest(
                    Images.descriptor(Signing.BUNDLE, bytes("{}")),
                    Images.descriptor(Signing.BUNDLE, bundle),
                    Signatures.subject(Auth.manifestOf("layer")));
            String[] pusher = Auth.as("pusher");
            expect(
                    201,
                    guarded.send(
                            "PUT",
                            "/v2/app/manifests/" + digest(signature),
                            signature,
                            pusher[0],
                            pusher[1],
                            "Content-Type",
                            Images.MANIFEST));
            for (String name : new String[] {"v1", digest, digest(signature)}) {
                expect(200, guarded.get("/v2/app/manifests/" + name, Auth.as("reader")));
            }
            assertThat(TestRegistry.text(guarded.get("/v2/app/referrers/" + digest, Auth.as("reader"))))
                    .contains(digest(signature));
        }
    }
}
