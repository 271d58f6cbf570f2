package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorizationTests {

    private static final String TAGS = "GET /v2/t/x/tags/list";
    private static final RegistryAuth USER = new RegistryAuth("ann", "pässword", null, null, null);
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("ann:pässword".getBytes(StandardCharsets.UTF_8));

    private final FakeRegistry registry = new FakeRegistry();
    private final FakeRegistry issuer = new FakeRegistry();
    private final RegistryClients clients = new RegistryClients(Fast.properties());
    private String challenge = "";

    @BeforeEach
    void open() {
        challenge = "Bearer realm=\"" + issuer.elsewhere("/token?x=1") + "\",service=\"the registry\"";
        issuer.on("GET /token", FakeRegistry.json(200, "{\"token\":\"t1\",\"expires_in\":300}"));
        guard("Bearer t1");
    }

    @AfterEach
    void close() throws IOException {
        clients.close();
        registry.close();
        issuer.close();
    }

    private void guard(String authorization) {
        registry.on("GET /v2/", FakeRegistry.guarded(authorization, challenge, FakeRegistry.text(200, "{}")));
        registry.on(
                TAGS, FakeRegistry.guarded(authorization, challenge, FakeRegistry.json(200, "{\"tags\":[\"one\"]}")));
    }

    private List<String> tags(RegistryAuth auth) {
        return Fast.open(clients, registry, auth, Access.PULL).tags();
    }

    @Test
    void requestWhenChallengedFetchesATokenWithCredentials() {
        assertThat(tags(USER)).containsExactly("one");

        assertThat(issuer.requests("GET /token")).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isEqualTo(BASIC);
            assertThat(request.target())
                    .isEqualTo("/token?x=1&service=the+registry&scope=repository%3At%2Fx%3Apull&account=ann");
        });
        assertThat(registry.requests("GET /v2/"))
                .noneMatch(request -> request.authorization().startsWith("Basic"));
    }

    @Test
    void requestWhenTokenIsHeldDoesNotFetchAnother() {
        RegistryClient client = Fast.open(clients, registry, USER, Access.PULL);

        assertThat(client.tags()).isEqualTo(client.tags());

        assertThat(issuer.requests("GET /token")).hasSize(1);
    }

    @Test
    void requestWhenAnonymousFetchesATokenWithoutCredentials() {
        assertThat(tags(RegistryAuth.NONE)).containsExactly("one");
        assertThat(issuer.requests("GET /token"))
                .singleElement()
                .extracting(FakeRegistry.Request::authorization)
                .isEqualTo("");
    }

    @Test
    void requestsSideBySideShareOneToken() throws Exception {
        RegistryClient client = Fast.open(clients, registry, USER, Access.PULL);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> answers = threads.invokeAll(Collections.nCopies(16, client::tags));
            for (Future<List<String>> answer : answers) {
                assertThat(answer.get()).containsExactly("one");
            }
        }

        assertThat(issuer.requests("GET /token")).hasSize(1);
        assertThat(registry.requests("GET /v2/").stream().filter(r -> r.target().equals("/v2/")))
                .hasSize(1);
    }

    @Test
    void requestsOneAfterAnotherShareAConnection() {
        Set<Integer> ports = ConcurrentHashMap.newKeySet();
        registry.on("GET /v2/", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            FakeRegistry.text(200, "{}").handle(exchange);
        });
        registry.on(TAGS, exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            FakeRegistry.json(200, "{\"tags\":[\"one\"]}").handle(exchange);
        });
        registry.on("HEAD /v2/t/x/manifests/latest", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            FakeRegistry.text(404, "").handle(exchange);
        });

        for (int round = 0; round < 5; round++) {
            RegistryClient client = Fast.open(clients, registry);
            assertThat(client.tags()).containsExactly("one");
            assertThat(client.head("latest")).isEmpty();
        }

        assertThat(ports).hasSize(1);
    }

    @Test
    void requestWhenTokenIsNoLongerTakenFetchesAnotherOnce() {
        RegistryClient client = Fast.open(clients, registry, USER, Access.PULL);
        assertThat(client.tags()).containsExactly("one");
        issuer.on("GET /token", FakeRegistry.json(200, "{\"access_token\":\"t2\"}"));
        guard("Bearer t2");

        assertThat(client.tags()).containsExactly("one");
        assertThat(issuer.requests("GET /token")).hasSize(2);
    }

    @Test
    void requestWhenThereIsAnIdentityTokenPostsIt() {
        issuer.on("POST /token", FakeRegistry.json(200, "{\"access_token\":\"t1\"}"));

        assertThat(tags(new RegistryAuth("<token>", null, "id en&tity", null, null)))
                .containsExactly("one");

        assertThat(issuer.requests("POST /token"))
                .singleElement()
                .extracting(FakeRegistry.Request::body)
                .asString()
                .contains("grant_type=refresh_token", "refresh_token=id+en%26tity", "scope=repository%3At%2Fx%3Apull");
        assertThat(issuer.requests("GET /token")).isEmpty();
    }

    @Test
    void requestWhenThereIsARegistryTokenSendsIt() {
        guard("Bearer given");

        assertThat(tags(new RegistryAuth(null, null, null, "given", null))).containsExactly("one");
        assertThat(issuer.requests("GET /token")).isEmpty();
    }

    @Test
    void requestWhenCredentialsAreWrongFailsAsDockerd() {
        issuer.on("GET /token", FakeRegistry.json(401, "{\"details\":\"incorrect username or password\"}"));

        assertThatThrownBy(() -> tags(USER))
                .isInstanceOfSatisfying(
                        DavitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED))
                .hasMessage("Get \"http://" + registry.host()
                        + "/v2/t/x/tags/list\": unauthorized: incorrect username or password");
    }

    @Test
    void requestWhenRepositoryIsClosedFailsAsDockerd() {
        registry.on(
                TAGS,
                FakeRegistry.guarded(
                        "nobody", challenge + ",error=\"insufficient_scope\"", FakeRegistry.text(200, "")));

        assertThatThrownBy(() -> tags(USER))
                .isInstanceOfSatisfying(
                        DavitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND))
                .hasMessage("pull access denied for " + registry.host() + "/t/x, repository does not exist or may"
                        + " require 'docker login': denied: requested access to the resource is denied");
        assertThat(issuer.requests("GET /token")).hasSize(1);
    }

    @Test
    void requestWhenRealmIsNoUrlFails() {
        challenge = "Bearer realm=\"file:///etc/passwd\"";
        guard("Bearer t1");

        assertThatThrownBy(() -> tags(USER)).hasMessageContaining("invalid token auth challenge realm");
    }

    @Test
    void requestWhenRedirectedToAnotherHostKeepsTheTokenHome() {
        registry.on(
                TAGS,
                FakeRegistry.guarded(
                        "Bearer t1", challenge, FakeRegistry.redirect(307, issuer.elsewhere("/elsewhere"))));
        issuer.on("GET /elsewhere", FakeRegistry.redirect(302, "http://" + registry.host() + "/back"));
        registry.on("GET /back", FakeRegistry.json(200, "{\"tags\":[\"two\"]}"));

        assertThat(tags(USER)).containsExactly("two");

        assertThat(issuer.requests("GET /elsewhere").getFirst().authorization()).isEmpty();
        assertThat(registry.requests("GET /back").getFirst().authorization()).isEmpty();
    }

    @Test
    void requestWhenTokenServiceRedirectsKeepsThePasswordHome() {
        issuer.on("GET /token", FakeRegistry.redirect(302, "http://" + registry.host() + "/token"));
        registry.on("GET /token", FakeRegistry.json(200, "{\"token\":\"t1\"}"));

        assertThat(tags(USER)).containsExactly("one");
        assertThat(registry.requests("GET /token").getFirst().authorization()).isEmpty();
    }

    @Test
    void mountAsksForRightsToItsSourceToo() {
        String digest = Fast.digest(new byte[0]);
        registry.on("POST /v2/t/x/blobs/uploads/", FakeRegistry.text(201, ""));

        assertThat(Fast.open(clients, registry, USER, Access.PUSH).mountBlob(digest, "t/source"))
                .isTrue();

        assertThat(issuer.requests("GET /token").getFirst().target())
                .contains("scope=repository%3At%2Fx%3Apush%2Cpull&scope=repository%3At%2Fsource%3Apull");
    }

    @Test
    void checkAsksForAnIdentityToken() {
        issuer.on("GET /token", FakeRegistry.json(200, "{\"token\":\"t1\",\"refresh_token\":\"refresh\"}"));

        Login login =
                clients.check(new RegistryAuth("ann", "pässword", null, null, "http://" + registry.host() + "/v1/"));

        assertThat(login.identityToken()).isEqualTo("refresh");
        assertThat(login.toString()).doesNotContain("refresh");
        assertThat(issuer.requests("GET /token").getFirst().target()).contains("offline_token=true");
    }

    @Test
    void checkWhenPasswordIsWrongIsUnauthorized() {
        issuer.on("GET /token", FakeRegistry.json(401, "{\"details\":\"incorrect username or password\"}"));

        assertThatThrownBy(() -> clients.check(new RegistryAuth("ann", "x", null, null, registry.host())))
                .isInstanceOfSatisfying(
                        DavitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED))
                .hasMessage("Get \"http://" + registry.host() + "/v2/\": unauthorized: incorrect username or password");
    }
}
