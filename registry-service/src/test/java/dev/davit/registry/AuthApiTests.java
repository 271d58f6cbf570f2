package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.as;
import static dev.davit.registry.Auth.bearer;
import static dev.davit.registry.Auth.challenge;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.Auth.field;
import static dev.davit.registry.Auth.grant;
import static dev.davit.registry.Auth.image;
import static dev.davit.registry.Auth.json;
import static dev.davit.registry.Auth.manifest;
import static dev.davit.registry.Auth.manifestOf;
import static dev.davit.registry.Auth.push;
import static dev.davit.registry.Auth.token;
import static dev.davit.registry.Auth.user;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that asks who its callers are. */
class AuthApiTests {

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        registry = Auth.start(
                folder,
                "token",
                "davit.registry.auth.grants[0].subject=anonymous",
                "davit.registry.auth.grants[0].pattern=public/**",
                "davit.registry.auth.grants[0].actions=read");
        user(registry, "alice", "team/**", "read", "create", "update", "delete");
        user(registry, "bob", "other/**", "read", "create");
        push(registry, "public/os", "public layer", as("root"));
        push(registry, "team/app", "secret layer", as("alice"));
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void clientsAreToldWhereTokensAreHad() throws IOException {
        assertThat(withHost("evil.example"))
                .startsWith("HTTP/1.1 401 ")
                .contains("Bearer realm=\"http://" + registry.address() + "/token\",service=\"davit-registry\"")
                .doesNotContain("evil");
        expect(200, registry.get("/v2/", as("alice")));
        expect(200, registry.get("/v2/", bearer(token(registry, as("alice"), ""))));
    }

    private static String withHost(String host) throws IOException {
        int port = Integer.parseInt(registry.address().replaceAll(".*:", ""));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(bytes("GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Host: " + host
                            + "\r\nConnection: close\r\n\r\n"));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void locationsAreNotOfTheHeaders() {
        HttpResponse<byte[]> answer = registry.send(
                "POST",
                "/v2/team/app/blobs/uploads/",
                NONE,
                as("alice")[0],
                as("alice")[1],
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-Proto",
                "https",
                "Forwarded",
                "host=evil.example");
        expect(202, answer);
        assertThat(header(answer, "Location")).startsWith("/v2/team/app/blobs/uploads/");
    }

    @Test
    void wrongPasswordIsRefusedEvenWhereNoneIsNeeded() {
        String blob = "/v2/public/os/blobs/" + digest(bytes("public layer"));
        expect(200, registry.get(blob));
        expect(401, registry.get(blob, as("nobody-x", "wrong password")));
        expect(401, registry.get(blob, "Authorization", "Basic %%%"));
        expect(401, registry.get(blob, "Authorization", "Bearer x.y.z"));
        expect(401, registry.get("/token?service=davit-registry", as("nobody-y", "wrong password")));
    }

    @Test
    void manyWrongPasswordsAreThrottled() {
        for (int i = 0; i < 10; i++) {
            expect(401, registry.get("/v2/", as("guessed", "wrong password " + i)));
        }
        HttpResponse<byte[]> answer = registry.get("/v2/", as("guessed", "wrong password"));
        expect(429, answer);
        assertThat(header(answer, "Retry-After")).isNotEmpty();
        expect(200, registry.get("/v2/", as("alice")));
    }

    @Test
    void rightsAreOfRepositories() {
        String secret = "/v2/team/app/blobs/" + digest(bytes("secret layer"));
        expect(200, registry.get(secret, as("alice")));
        expect(403, registry.get(secret, as("bob")));
        expect(403, registry.send("HEAD", secret, NONE, as("bob")));
        HttpResponse<byte[]> anonymous = registry.get(secret);
        expect(401, anonymous);
        assertThat(challenge(anonymous)).endsWith(",scope=\"repository:team/app:pull\"");
        expect(403, registry.get("/v2/team/absent/tags/list", as("bob"))); // as if it existed
        expect(403, registry.send("DELETE", "/v2/other/x/blobs/" + digest(NONE), NONE, as("bob")));
    }

    @Test
    void tokenAllowsWhatItSaysAndNoMore() {
        String secret = "/v2/team/app/blobs/" + digest(bytes("secret layer"));
        String pull = token(registry, as("alice"), "repository:team/app:pull");
        expect(200, registry.get(secret, bearer(pull)));
        HttpResponse<byte[]> narrow = registry.send("POST", "/v2/team/app/blobs/uploads/", NONE, bearer(pull));
        expect(401, narrow);
        assertThat(challenge(narrow))
                .contains("scope=\"repository:team/app:pull,push\"", "error=\"insufficient_scope\"");
        String others = token(registry, as("bob"), "repository:team/app:pull,push,delete");
        expect(401, registry.get(secret, bearer(others)));
        String anonymous = token(registry, new String[0], "repository:public/os:pull,push");
        expect(200, registry.get("/v2/public/os/blobs/" + digest(bytes("public layer")), bearer(anonymous)));
        expect(401, registry.send("POST", "/v2/public/os/blobs/uploads/", NONE, bearer(anonymous)));
    }

    @Test
    void tokensAreHadByPasswordAndRefreshToken() {
        HttpResponse<byte[]> login = registry.send(
                "POST",
                "/token",
                bytes("grant_type=password&service=davit-registry&client_id=test&access_type=offline"
                        + "&username=alice&password=correct+horse&scope=repository%3Ateam%2Fapp%3Apull"));
        expect(200, login);
        String refresh = field(login, "refresh_token");
        HttpResponse<byte[]> refreshed = registry.send(
                "POST",
                "/token",
                bytes("grant_type=refresh_token&client_id=test&scope=repository:team/app:pull&refresh_token="
                        + refresh));
        expect(200, refreshed);
        expect(200, registry.get("/v2/", bearer(field(refreshed, "access_token"))));
        expect(401, registry.get("/v2/", bearer(refresh)));
        expect(
                401,
                registry.send(
                        "POST",
                        "/token",
                        bytes("grant_type=refresh_token&refresh_token=" + field(refreshed, "access_token"))));
        expect(400, registry.send("POST", "/token", bytes("grant_type=magic")));
        expect(400, registry.get("/token?service=another", as("alice")));
    }

    @Test
    void newPasswordEndsTheLoginsOfTheOldOne() {
        user(registry, "carol", "carol/**", "read");
        HttpResponse<byte[]> login = registry.get("/token?offline_token=true", as("carol"));
        String refresh = "grant_type=refresh_token&refresh_token=" + field(login, "refresh_token");
        expect(200, registry.send("POST", "/token", bytes(refresh)));
        expect(200, json(registry, "PUT", "accounts/carol", "{\"password\":\"another password\"}"));
        expect(401, registry.send("POST", "/token", bytes(refresh)));
        expect(401, registry.get("/v2/", as("carol")));
        expect(200, registry.get("/v2/", as("carol", "another password")));
        expect(200, json(registry, "PUT", "accounts/carol", "{\"enabled\":false}"));
        expect(401, registry.get("/v2/", as("carol", "another password")));
    }

    @Test
    void robotsHaveASecretThatIsSaidOnceAndEnds() {
        HttpResponse<byte[]> made = json(
                registry,
                "PUT",
                "robots/ci",
                "{\"days\":1,\"grants\":[{\"pattern\":\"team/*\",\"actions\":[\"read\"]}]}");
        expect(201, made);
        String secret = field(made, "secret");
        assertThat(secret).hasSize(43);
        expect(200, registry.get("/v2/team/app/blobs/" + digest(bytes("secret layer")), as("ci", secret)));
        assertThat(text(json(registry, "GET", "accounts/ci", ""))).doesNotContain("secret", "$2");
        assertThat(text(json(registry, "GET", "accounts", "")))
                .contains("\"robot:ci\"")
                .doesNotContain("$2");
        expect(400, json(registry, "PUT", "robots/ci", "{\"days\":0}"));
        expect(409, json(registry, "PUT", "accounts/ci", "{\"password\":\"correct horse\"}"));
        expect(204, json(registry, "DELETE", "accounts/ci", ""));
        expect(401, registry.get("/v2/", as("ci", secret)));
        assertThat(text(json(registry, "GET", "grants", ""))).doesNotContain("robot:ci");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "grants", "accounts/alice"})
    void administrationIsForAdministrators(String path) {
        expect(401, registry.get("/v2/_davit/" + path));
        expect(403, registry.get("/v2/_davit/" + path, as("alice")));
        expect(401, registry.get("/v2/_davit/" + path, bearer(token(registry, as("root"), "repository:x:*"))));
        expect(200, registry.get("/v2/_davit/" + path, as("root")));
    }

    @Test
    void wrongInputOfAdministratorsIsNamed() {
        assertThat(text(json(registry, "PUT", "accounts/x", "{\"password\":\"short\"}")))
                .contains("8 to 72 bytes");
        assertThat(text(json(registry, "PUT", "accounts/X", "{\"password\":\"correct horse\"}")))
                .contains("invalid account name");
        assertThat(text(json(registry, "PUT", "accounts/x", "{\"pass\":1}"))).contains("pass");
        assertThat(text(json(
                        registry,
                        "PUT",
                        "grants",
                        "{\"subject\":\"alice\",\"pattern\":\"**\",\"actions\":[\"read\"]}")))
                .contains("invalid subject");
        assertThat(text(json(
                        registry,
                        "PUT",
                        "grants",
                        "{\"subject\":\"user:alice\",\"pattern\":\"a?\",\"actions\":[\"read\"]}")))
                .contains("invalid pattern");
        expect(409, json(registry, "DELETE", "accounts/root", ""));
        expect(404, json(registry, "DELETE", "accounts/absent", ""));
        expect(404, json(registry, "GET", "absent", ""));
    }

    @Test
    void catalogShowsWhatTheCallerMayRead() {
        assertThat(text(registry.get("/v2/_catalog"))).isEqualTo("{\"repositories\":[\"public/os\"]}");
        assertThat(text(registry.get("/v2/_catalog", as("alice")))).contains("public/os", "team/app");
        assertThat(text(registry.get("/v2/_catalog", as("bob")))).doesNotContain("team/app");
        assertThat(text(registry.get("/v2/_catalog", bearer(token(registry, as("alice"), "registry:catalog:*")))))
                .contains("team/app");
        expect(401, registry.get("/v2/_catalog", bearer(token(registry, as("alice"), "repository:team/app:pull"))));
    }

    @Test
    void blobIsNotMountedFromWhereTheCallerMayNotRead() {
        String secret = digest(bytes("secret layer"));
        for (String from : new String[] {"&from=team/app", ""}) {
            String mount = "/v2/other/x/blobs/uploads/?mount=" + secret + from;
            HttpResponse<byte[]> answer = registry.send("POST", mount, NONE, as("bob"));
            expect(202, answer);
            expect(404, registry.get("/v2/other/x/blobs/" + secret, as("bob")));
            String token = token(registry, as("bob"), "repository:other/x:pull,push", "repository:team/app:pull");
            expect(202, registry.send("POST", mount, NONE, bearer(token)));
            expect(404, registry.send("HEAD", "/v2/other/x/blobs/" + secret, NONE, bearer(token)));
        }
        grant(registry, "user:bob", "public/**", "read");
        String open = digest(bytes("public layer"));
        expect(201, registry.send("POST", "/v2/other/x/blobs/uploads/?mount=" + open, NONE, as("bob")));
        expect(200, registry.get("/v2/other/x/blobs/" + open, as("bob")));
    }

    @Test
    void manifestIsNotMadeOfBlobsThatTheRepositoryMayNotRead() {
        expect(404, manifest(registry, "other/stolen", "v1", "secret layer", as("bob")));
    }

    @Test
    void blobThatWasTakenAwayStaysAwayHoweverOthersReadIt() {
        String digest = push(registry, "team/one", "shared for a while", as("alice"));
        push(registry, "team/two", "shared for a while", as("alice"));
        expect(200, registry.get("/v2/team/one/blobs/" + digest, as("alice")));
        expect(202, registry.send("DELETE", "/v2/team/one/blobs/" + digest, NONE, as("alice")));
        for (int i = 0; i < 2; i++) {
            expect(200, registry.get("/v2/team/two/blobs/" + digest, as("alice")));
            expect(404, registry.get("/v2/team/one/blobs/" + digest, as("alice")));
            expect(404, registry.send("HEAD", "/v2/team/one/blobs/" + digest, NONE, as("alice")));
        }
    }

    @Test
    void rightThatWasTakenAwayIsGone() {
        user(registry, "dave", "team/app", "read");
        String blob = "/v2/team/app/blobs/" + digest(bytes("secret layer"));
        expect(200, registry.get(blob, as("dave")));
        expect(204, json(registry, "DELETE", "grants?subject=user:dave&pattern=team/app", ""));
        expect(403, registry.get(blob, as("dave")));
        expect(200, registry.get(blob, as("alice")));
        expect(403, registry.get(blob, as("dave")));
    }

    @Test
    void sessionIsOfWhoBeganIt() {
        grant(registry, "user:bob", "team/**", "create");
        String location = header(registry.send("POST", "/v2/team/app/blobs/uploads/", NONE, as("alice")), "Location");
        expect(404, registry.send("PATCH", location, bytes("smuggled"), as("bob")));
        expect(404, registry.send("DELETE", location, NONE, as("bob")));
        expect(404, registry.get(location.replace("team/app", "team/two"), as("alice")));
        expect(202, registry.send("PATCH", location, bytes("mine"), as("alice")));
        expect(204, registry.get(location, bearer(token(registry, as("alice"), "repository:team/app:pull,push"))));
    }

    @Test
    void whoMayOnlyAddMovesNoTag() {
        expect(201, image(registry, "other/app", "v1", "first", as("bob")));
        expect(201, manifest(registry, "other/app", "v1", "first", as("bob")));
        String token = token(registry, as("bob"), "repository:other/app:pull,push");
        for (String[] who : new String[][] {as("bob"), bearer(token)}) {
            expect(403, image(registry, "other/app", "v1", "second", who));
            String second = digest(manifestOf("second"));
            expect(403, manifest(registry, "other/app", second + "?tag=v9&tag=v1", "second", who));
            expect(404, registry.get("/v2/other/app/manifests/v9", who));
            assertThat(registry.get("/v2/other/app/manifests/v1", who).body()).isEqualTo(manifestOf("first"));
            assertThat(registry.send("DELETE", "/v2/other/app/manifests/v1", NONE, who)
                            .statusCode())
                    .isIn(401, 403);
        }
        expect(201, manifest(registry, "other/app", "v2", "second", as("bob")));
    }
}
