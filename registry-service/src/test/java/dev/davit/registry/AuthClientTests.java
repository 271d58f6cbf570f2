package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.as;
import static dev.davit.registry.Auth.bearer;
import static dev.davit.registry.Auth.challenge;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.Auth.field;
import static dev.davit.registry.Auth.image;
import static dev.davit.registry.Auth.json;
import static dev.davit.registry.Auth.token;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients meet that show who their user is only when they are asked. */
class AuthClientTests {

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        registry = Auth.start(folder, "token");
        Auth.user(registry, "alice", "team/**", "read", "create");
        expect(201, image(registry, "team/app", "v1", "layer", as("alice")));
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    // oras and regctl showed their logged-in users an empty list.
    @Test
    void whoAsksForTheCatalogIsAskedWhoTheyAre() {
        HttpResponse<byte[]> unasked = registry.get("/v2/_catalog");
        expect(401, unasked);
        assertThat(challenge(unasked)).contains("scope=\"registry:catalog:*\"");
        String alice = token(registry, as("alice"), "registry:catalog:*");
        assertThat(text(registry.get("/v2/_catalog", bearer(alice)))).contains("team/app");
        String nobody = token(registry, new String[0], "registry:catalog:*");
        assertThat(text(registry.get("/v2/_catalog", bearer(nobody)))).isEqualTo("{\"repositories\":[]}");
    }

    @Test
    void robotWhoseTimeIsOverIsLetInNoMore() {
        HttpResponse<byte[]> made = json(
                registry,
                "PUT",
                "robots/ci",
                "{\"days\":1,\"grants\":[{\"pattern\":\"team/*\",\"actions\":[\"read\"]}]}");
        String secret = field(made, "secret");
        HttpResponse<byte[]> login = registry.get("/token?offline_token=true", as("ci", secret));
        String refresh = "grant_type=refresh_token&refresh_token=" + field(login, "refresh_token");
        expect(200, registry.get("/v2/team/app/tags/list", as("ci", secret)));
        expect(200, registry.send("POST", "/token", TestRegistry.bytes(refresh)));
        registry.update(
                "update accounts set expires_at = :past where name = 'ci'",
                java.util.Map.of("past", Instant.now().minusSeconds(1).atOffset(java.time.ZoneOffset.UTC)));
        expect(401, registry.get("/v2/team/app/tags/list", as("ci", secret)));
        expect(401, registry.get("/token?service=davit-registry", as("ci", secret)));
        expect(401, registry.send("POST", "/token", TestRegistry.bytes(refresh)));
    }

    @Test
    void refusedUploadIsAnsweredThoughItsBodyIsLarge() {
        byte[] large = ReplicasSuite.random(1, 20_000_000);
        for (int i = 0; i < 3; i++) {
            expect(
                    401,
                    registry.send("POST", "/v2/team/app/blobs/uploads/?digest=" + TestRegistry.digest(NONE), large));
            expect(
                    403,
                    registry.send(
                            "POST",
                            "/v2/other/blobs/uploads/?digest=" + TestRegistry.digest(NONE),
                            large,
                            as("alice")));
        }
    }
}
