package dev.davit.registry;

import static dev.davit.registry.Signatures.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.davit.registry.trust.Authority;
import dev.davit.registry.trust.FakeRevocation;
import dev.davit.registry.trust.FakeSigstore;
import dev.davit.registry.trust.Signing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
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

    @Test
    void signatureByAnIdentityCountsAtTheTagBesideTheImage() throws IOException {
        FakeSigstore sigstore = new FakeSigstore();
        Path root = Files.writeString(folder.resolve("root.json"), sigstore.root());
        try (TestRegistry keyless =
                TestRegistry.start(folder.resolve("keyless"), "davit.registry.trust.sigstore-root=" + root)) {
            expect(
                    204,
                    policy(keyless, "{\"identities\":[{\"issuer\":\"https://i\",\"subject\":\"ci@example.com\"}]}"));
            byte[] image = Images.image(keyless, "app", "one");
            expect(201, Images.put(keyless, "app", digest(image), image));
            byte[] payload = Signing.payload("localhost:5000/app", digest(image));
            for (String subject : new String[] {"mallory@example.com", "ci@example.com"}) {
                expect(403, Images.put(keyless, "app", "v1", image));
                byte[] signature = Signatures.manifest(
                        keyless,
                        "app",
                        "application/vnd.oci.image.config.v1+json",
                        Signing.SIMPLE,
                        payload,
                        Signing.keyless(sigstore, "https://i", subject, payload),
                        "");
                expect(201, Images.put(keyless, "app", Signatures.tag(digest(image)), signature));
            }
            expect(201, Images.put(keyless, "app", "v1", image));
            expect(200, keyless.get("/v2/app/manifests/v1"));
        }
    }

    @Test
    void certificateThatWasRevokedDoesNotCountAnyMore() throws IOException {
        Authority authority = new Authority("CN=authority");
        FakeRevocation revocation = new FakeRevocation(authority);
        KeyPair keys = Signing.keys("P-256");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = revocation.answer(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://localhost:" + server.getAddress().getPort() + "/";
        String[] hosts = {"localhost", "other.example"};
        try {
            for (int i = 0; i < 2; i++) {
                X509Certificate signer = revocation.signer("CN=build", keys.getPublic(), url, url);
                try (TestRegistry asking = TestRegistry.start(
                        folder.resolve("asking" + i), "davit.registry.trust.revocation-hosts=" + hosts[i])) {
                    expect(
                            204,
                            policy(
                                    asking,
                                    "{\"certificates\":[" + pem(authority.certificate())
                                            + "],\"revocation\":\"enforce\"}"));
                    byte[] image = Images.image(asking, "app", "one");
                    expect(201, Images.put(asking, "app", digest(image), image));
                    byte[] jws = Signing.notation(keys.getPrivate(), signer, image, digest(image));
                    Signatures.pushed(
                            asking,
                            "app",
                            "application/jose+json",
                            jws,
                            image,
                            "application/vnd.cncf.notary.signature");
                    HttpResponse<byte[]> answer = Images.put(asking, "app", "v1", image);
                    expect(i == 0 ? 201 : 403, answer);
                    assertThat(TestRegistry.text(answer)).contains(i == 0 ? "" : "it may not send us to localhost");
                    X509Certificate gone = revocation.signer("CN=build", keys.getPublic(), url, url);
                    revocation.revoke(gone);
                    byte[] other = Images.image(asking, "app", "other");
                    expect(201, Images.put(asking, "app", digest(other), other));
                    Signatures.pushed(
                            asking,
                            "app",
                            "application/jose+json",
                            Signing.notation(keys.getPrivate(), gone, other, digest(other)),
                            other,
                            "application/vnd.cncf.notary.signature");
                    HttpResponse<byte[]> refused = Images.put(asking, "app", "v2", other);
                    expect(403, refused);
                    assertThat(TestRegistry.text(refused)).contains(i == 0 ? "was revoked" : "nobody says whether");
                }
            }
        } finally {
            server.stop(0);
        }
    }

    private static HttpResponse<byte[]> policy(TestRegistry registry, String signed) {
        return registry.send("PUT", "/v2/_davit/policies/app", bytes("{\"signed\":" + signed + "}"));
    }

    private static String pem(X509Certificate certificate) {
        return "\"" + Signing.pem(certificate).replace("\r", "").replace("\n", "\\n") + "\"";
    }
}
