package dev.davit.registry;

import static dev.davit.registry.Auth.as;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials of an upstream go to it and nowhere else, and nothing is fetched for whoever may not read it. */
class PullThroughSecurityTests {

    private static final byte[] BLOB = bytes("content of a blob");
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(bytes("davit:secret of the upstream"));

    private static final AtomicInteger NEXT = new AtomicInteger(1);
    private static final List<FakeUpstream> ALL = new ArrayList<>();

    @TempDir
    private static Path folder;

    /** It knows as many upstreams as there are tests: what it remembers of one is nothing to the next. */
    private static TestRegistry registry;

    private static FakeUpstream other;

    private FakeUpstream upstream;
    private String path = "";
    private String local = "";

    PullThroughSecurityTests() {
        take(NEXT.getAndIncrement());
    }

    private void take(int number) {
        upstream = ALL.get(number);
        path = upstream.blob("app", BLOB);
        local = "/v2/fake" + number + ".test/app/blobs/" + digest(BLOB);
    }

    @BeforeAll
    static void start() throws IOException {
        Path password = Files.writeString(folder.resolve("upstream-password"), "secret of the upstream\n");
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ALL.add(new FakeUpstream());
            List<String> more = new ArrayList<>(List.of("username=davit", "password-file=" + password));
            if (i == 0) {
                more.add("realms=localhost");
            }
            settings.addAll(List.of(ALL.get(i).settings(i, "fake" + i + ".test", more.toArray(String[]::new))));
        }
        other = new FakeUpstream();
        registry = Auth.start(folder, "basic", settings.toArray(String[]::new));
        Auth.grant(registry, "anonymous", "*/app", "read");
    }

    @AfterAll
    static void stop() {
        registry.close();
        ALL.forEach(FakeUpstream::close);
        other.close();
    }

    @BeforeEach
    void forget() {
        other.requests().clear();
    }

    /** The upstream wants this before it answers. */
    private void protect(String wanted, String challenge) {
        upstream.fault(path, exchange -> {
            if (wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                FakeUpstream.serve(exchange, BLOB);
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
                FakeUpstream.status(exchange, 401);
            }
        });
    }

    private static String bearer(String realm) {
        return "Bearer realm=\"" + realm + "\",service=\"fake\",scope=\"repository:app:pull\"";
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        FakeUpstream.status(exchange, 307);
    }

    private void assertRefused(HttpResponse<byte[]> answer, String why) {
        expect(502, answer);
        assertThat(text(answer)).contains(why).doesNotContain("secret");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void tokenIsHadWithThePasswordAndSentInItsPlace() {
        protect("Bearer t0ken", bearer(upstream.url() + "/token"));
        upstream.put("/token", bytes("{\"token\":\"t0ken\",\"expires_in\":300}"));
        assertThat(registry.get(local).body()).isEqualTo(BLOB);
        FakeUpstream.Seen asked = upstream.requests().stream()
                .filter(seen -> seen.path().equals("/token"))
                .findFirst()
                .orElseThrow();
        assertThat(asked.authorization()).isEqualTo(BASIC);
        assertThat(asked.query()).isEqualTo("service=fake&scope=repository:app:pull");
        assertThat(upstream.requests().stream()
                        .filter(seen -> seen.path().equals(path))
                        .map(FakeUpstream.Seen::authorization))
                .containsExactly("null", "Bearer t0ken");
    }

    @Test
    void tokenThatIsNoLongerTakenIsReplaced() {
        protect("Bearer second", bearer(upstream.url() + "/token"));
        upstream.put("/token", bytes("{\"access_token\":\"first\"}"));
        expect(403, registry.get(local));
        upstream.put("/token", bytes("{\"access_token\":\"second\"}"));
        assertThat(registry.get(local).body()).isEqualTo(BLOB);
    }

    @Test
    void passwordIsSentToAnUpstreamThatWantsIt() {
        protect(BASIC, "Basic realm=\"fake\"");
        assertThat(registry.get(local).body()).isEqualTo(BLOB);
    }

    @Test
    void realmElsewhereIsRefused() {
        for (String realm : List.of(
                "http://localhost:" + other.port() + "/token",
                "http://[::1]:" + other.port() + "/token",
                "http://169.254.169.254/latest",
                "http://127.0.0.2:" + other.port() + "/token",
                "http://127.0.0.1.nip.example/token",
                "https://example.org/token")) {
            protect("nothing", bearer(realm));
            assertRefused(registry.get(local), "not of its domain");
        }
        for (String realm : List.of("ftp://127.0.0.1/token", "http://user:pw@127.0.0.1/token", "http://%zz/")) {
            protect("nothing", bearer(realm));
            assertRefused(registry.get(local), "URL");
        }
    }

    @Test
    void realmThatIsAllowedIsGoneTo() {
        take(0);
        protect("Bearer t0ken", bearer("http://localhost:" + other.port() + "/token"));
        other.put("/token", bytes("{\"token\":\"t0ken\"}"));
        assertThat(registry.get(local).body()).isEqualTo(BLOB);
    }

    @Test
    void realmThatRedirectsIsNotFollowed() {
        protect("Bearer t0ken", bearer(upstream.url() + "/token"));
        upstream.fault("/token", exchange -> redirect(exchange, other.url() + "/token"));
        assertRefused(registry.get(local), "gives no token");
    }

    @Test
    void redirectDropsTheAuthorization() {
        protect("never", "Basic realm=\"fake\"");
        upstream.fault(path, exchange -> {
            if (exchange.getRequestHeaders().containsKey("Authorization")) {
                redirect(exchange, other.url() + "/stored");
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"fake\"");
                FakeUpstream.status(exchange, 401);
            }
        });
        other.put("/stored", BLOB);
        assertThat(registry.get(local).body()).isEqualTo(BLOB);
        assertThat(other.requests())
                .singleElement()
                .satisfies(seen -> assertThat(seen.authorization()).isEqualTo("null"));
    }

    @Test
    void redirectBackToTheUpstreamDoesNotBringTheAuthorizationBack() {
        String stored = "/stored";
        upstream.put(stored, BLOB);
        other.fault("/bounce", exchange -> redirect(exchange, upstream.url() + stored));
        upstream.fault(path, exchange -> {
            if (exchange.getRequestHeaders().containsKey("Authorization")) {
                redirect(exchange, other.url() + "/bounce");
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"fake\"");
                FakeUpstream.status(exchange, 401);
            }
        });
        assertThat(registry.get(local).body()).isEqualTo(BLOB);
        // A HEAD may come before or after.
        assertThat(upstream.requests().stream().filter(seen -> seen.path().equals(stored)))
                .contains(new FakeUpstream.Seen("GET", stored, "null", "null"))
                .allSatisfy(seen -> assertThat(seen.authorization()).isEqualTo("null"));
    }

    @Test
    void redirectToOtherPrivateAddressesIsRefused() {
        for (String location : List.of(
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/",
                "http://192.168.0.1/",
                "http://100.100.100.200/",
                "http://0.0.0.0:" + other.port() + "/stored",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/")) {
            upstream.fault(path, exchange -> redirect(exchange, location));
            assertRefused(registry.get(local), "it may not send us to");
        }
        for (String location : List.of("file:///etc/passwd", "gopher://127.0.0.1/")) {
            upstream.fault(path, exchange -> redirect(exchange, location));
            assertRefused(registry.get(local), "unusable URL");
        }
        upstream.fault(path, exchange -> redirect(exchange, path));
        assertRefused(registry.get(local), "redirects more than");
    }

    @Test
    void credentialsOfClientsStayHere() {
        assertThat(registry.get(local, as("root")).body()).isEqualTo(BLOB);
        assertThat(upstream.requests())
                .allSatisfy(seen -> assertThat(seen.authorization()).isEqualTo("null"));
    }

    @Test
    void whoMayNotReadCausesNoFetch() {
        String name = local.split("/", -1)[2];
        upstream.blob("team/app", BLOB);
        Auth.user(registry, "alice", name + "/team/**", "read");
        for (String path :
                List.of("/blobs/" + digest(BLOB), "/manifests/v1", "/tags/list", "/referrers/" + digest(BLOB))) {
            for (String denied : List.of("/v2/" + name + "/secret" + path, "/v2/secret" + path + "?ns=" + name)) {
                expect(401, registry.get(denied));
                expect(403, registry.get(denied, as("alice")));
            }
        }
        assertThat(upstream.requests()).isEmpty();
        assertThat(registry.get(local).body()).isEqualTo(BLOB);
        expect(404, registry.get("/v2/" + name + "/team/other/blobs/" + digest(BLOB), as("alice")));
        assertThat(registry.get("/v2/team/app/blobs/" + digest(BLOB) + "?ns=" + name, as("alice"))
                        .body())
                .isEqualTo(BLOB);
        expect(403, registry.send("POST", "/v2/_davit/sync", new byte[0], as("alice")));
    }

    @Test
    void urlsOfForeignLayersAreNotGoneTo() {
        byte[] config = bytes("{}");
        String layer = "{\"mediaType\":\"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip\",\"size\":1,"
                + "\"digest\":\"" + digest(bytes("foreign")) + "\",\"urls\":[\"" + other.url() + "/layer\"]}";
        upstream.blob("app", config);
        upstream.manifest(
                "app",
                Images.manifest(Images.descriptor("application/vnd.oci.image.config.v1+json", config), layer, ""),
                "v1");
        expect(200, registry.get(local.replaceFirst("/blobs/.*", "/manifests/v1")));
        expect(404, registry.get(local.replaceFirst("sha256:.*", digest(bytes("foreign")))));
        assertThat(other.requests()).isEmpty();
    }
}
