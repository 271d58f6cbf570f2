package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.as;
import static dev.davit.registry.Auth.bearer;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.Auth.image;
import static dev.davit.registry.Auth.token;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OperationsTests {

    @TempDir
    private Path folder;

    @Test
    void searchShowsWhatTheCallerMayRead() throws IOException {
        try (TestRegistry registry = Auth.start(folder, "token")) {
            Auth.user(registry, "alice", "team/**", "read");
            for (String repository : List.of("team/app", "team/tool", "other/app")) {
                expect(201, image(registry, repository, "v1", "of " + repository, as("root")));
            }
            String found = text(registry.get("/v2/_davit/repositories?q=app", as("alice")));
            assertThat(found).contains("team/app").doesNotContain("team/tool", "other/app");
            String catalog = token(registry, as("root"), "registry:catalog:*");
            assertThat(text(registry.get("/v2/_davit/repositories?q=app", bearer(catalog))))
                    .contains("team/app", "other/app");
            expect(401, registry.get("/v2/_davit/repositories", bearer(token(registry, as("root"), ""))));
            assertThat(text(registry.get("/v2/_davit/repositories"))).isEqualTo("[]");
            String one = text(registry.get("/v2/_davit/repositories/team/app", as("alice")));
            int size = Auth.manifestOf("of team/app").length + "of team/app".length();
            assertThat(one)
                    .contains("\"tags\":1,\"manifests\":1,\"bytes\":" + size, digest(Auth.manifestOf("of team/app")));
            expect(404, registry.get("/v2/_davit/repositories/other/app", as("alice")));
            expect(404, registry.get("/v2/_davit/repositories/team/absent", as("alice")));
            assertThat(header(registry.get("/v2/_davit/repositories?n=1", as("root")), "Link"))
                    .contains("n=1&last=other%2Fapp");
        }
    }

    @Test
    void eventsAreSentUntilTheyAreTaken() throws Exception {
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();
        HttpServer listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean takes = calls.getAndIncrement() > 0
                    && "secret".equals(exchange.getRequestHeaders().getFirst("X-Key"));
            exchange.sendResponseHeaders(takes ? 204 : 503, -1);
            exchange.close();
            if (takes) {
                taken.add(exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
            }
        });
        listener.start();
        try (TestRegistry registry = TestRegistry.start(
                folder,
                "davit.registry.events.retry=100ms",
                "davit.registry.events.endpoints[0].name=listener",
                "davit.registry.events.endpoints[0].headers.X-Key=secret",
                "davit.registry.events.endpoints[0].url=http://127.0.0.1:"
                        + listener.getAddress().getPort() + "/")) {
            expect(201, image(registry, "told", "v1", "layer"));
            assertThat(taken.poll(30, TimeUnit.SECONDS))
                    .startsWith("application/cloudevents+json")
                    .contains(
                            "\"specversion\":\"1.0\"",
                            "\"type\":\"dev.davit.registry.manifest.pushed\"",
                            "\"tags\":[\"v1\"]",
                            digest(Auth.manifestOf("layer")));
            expect(202, registry.send("DELETE", "/v2/told/manifests/v1", NONE));
            assertThat(taken.poll(30, TimeUnit.SECONDS)).contains("tag.deleted", "\"tags\":[\"v1\"]");
            expect(404, registry.send("DELETE", "/v2/told/manifests/v1", NONE));
            assertThat(calls).hasValue(3);
        } finally {
            listener.stop(0);
        }
    }

    @Test
    void callersAreLimitedWarnedAndLogged() throws IOException, InterruptedException {
        Audit audit = new Audit();
        try (TestRegistry registry = Auth.start(
                folder,
                "basic",
                "davit.registry.rate-limit=5",
                "davit.registry.audit=true",
                "davit.registry.warning=read only on Sunday",
                "logging.level.davit.registry.audit=INFO")) {
            Logger logger = (Logger) LoggerFactory.getLogger("davit.registry.audit");
            audit.start();
            logger.addAppender(audit);
            expect(202, registry.send("POST", "/v2/app/blobs/uploads/", NONE, as("root")));
            expect(401, registry.get("/v2/app/tags/list"));
            for (int i = 0; i < 4; i++) {
                assertThat(header(registry.get("/v2/", as("root")), "Warning"))
                        .isEqualTo("299 - \"read only on Sunday\"");
            }
            assertThat(header(registry.get("/v2/", as("root")), "Retry-After")).isNotEmpty();
            List<String> logged = new ArrayList<>();
            for (int i = 0; i < 3; i++) { // a line may come after its answer
                logged.add(String.valueOf(audit.lines.poll(10, TimeUnit.SECONDS)));
            }
            logger.detachAppender(audit);
            assertThat(logged)
                    .containsExactlyInAnyOrder(
                            "user:root POST /v2/app/blobs/uploads/ 202",
                            " GET /v2/app/tags/list 401",
                            "user:root GET /v2/ 429");
            assertThat(audit.lines).isEmpty();
        }
    }

    @Test
    void auditNamesWhoWasTurnedAwayAndEachLineIsOfOneRequest() throws IOException, InterruptedException {
        Audit audit = new Audit();
        try (TestRegistry registry =
                Auth.start(folder, "basic", "davit.registry.audit=true", "logging.level.davit.registry.audit=INFO")) {
            Auth.user(registry, "bob", "team/**", "read");
            Logger logger = (Logger) LoggerFactory.getLogger("davit.registry.audit");
            audit.start();
            logger.addAppender(audit);
            expect(403, registry.get("/v2/other/tags/list", as("bob")));
            expect(401, registry.get("/v2/", as("bob\r\nuser:root DELETE /v2/a/manifests/v1 202")));
            expect(400, registry.send("DELETE", "/v2/a/manifests/v1%0d%0auser:root", NONE, as("root")));
            expect(404, registry.send("DELETE", "/v2/a/manifests/v1?tag=%0d%0auser:root", NONE, as("root")));
            List<String> logged = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                logged.add(String.valueOf(audit.lines.poll(10, TimeUnit.SECONDS)));
            }
            logger.detachAppender(audit);
            assertThat(logged)
                    .containsExactlyInAnyOrder(
                            "user:bob GET /v2/other/tags/list 403",
                            " GET /v2/ 401",
                            "user:root DELETE /v2/a/manifests/v1%0d%0auser:root 400",
                            "user:root DELETE /v2/a/manifests/v1 404");
        }
    }

    @Test
    void addressThatAClientClaimsToHaveDoesNotCount() {
        try (TestRegistry registry = TestRegistry.start(folder, "davit.registry.rate-limit=5")) {
            int refused = 0;
            for (int i = 0; i < 20; i++) {
                String address = "203.0.113." + i;
                HttpResponse<byte[]> answer = registry.get(
                        "/v2/", "X-Forwarded-For", address, "X-Real-IP", address, "Forwarded", "for=" + address);
                refused += answer.statusCode() == 429 ? 1 : 0;
            }
            assertThat(refused).isGreaterThan(10);
        }
    }

    @Test
    void addressThatAProxyTellsCountsWhereItIsBelieved() {
        try (TestRegistry registry = TestRegistry.start(
                folder, "davit.registry.rate-limit=5", "server.tomcat.remoteip.remote-ip-header=X-Forwarded-For")) {
            int refused = 0;
            for (int i = 0; i < 20; i++) {
                // The last one is what the proxy saw; what stands before it is the client's word.
                String seen = "198.51.100." + i + ", 203.0.113.7";
                refused += registry.get("/v2/", "X-Forwarded-For", seen).statusCode() == 429 ? 1 : 0;
            }
            assertThat(refused).isGreaterThan(10);
            expect(200, registry.get("/v2/", "X-Forwarded-For", "203.0.113.8"));
        }
    }

    private static final class Audit extends AppenderBase<ILoggingEvent> {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    }
}
