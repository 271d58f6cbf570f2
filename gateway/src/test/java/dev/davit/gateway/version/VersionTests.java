package dev.davit.gateway.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.fakehost.FakeHost;
import dev.davit.fakehost.Http;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTests {

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(FakeHost.get().socket);
    }

    @ParameterizedTest
    @CsvSource({"/_ping", "/v1.24/_ping", "/v1.51/_ping", "/v1.44//_ping"})
    void pathAnswersWithAndWithoutServedVersion(String path) {
        Http.Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("OK");
    }

    @Test
    void versionBelowTheOldestIsTooOldInPlainText() {
        Http.Answer answer = http.get("/v1.23/info");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().get("content-type")).startsWith("text/plain");
        assertThat(answer.body())
                .isEqualTo("client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your"
                        + " client to a newer version\n");
    }

    @ParameterizedTest
    @CsvSource({"1.52", "2.0", "1.40.1"})
    void versionAboveTheNewestIsTooNew(String version) {
        Http.Answer answer = http.get("/v" + version + "/info");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo("client version " + version + " is too new. Maximum supported API version is 1.51");
    }

    @Test
    void malformedVersionIsUnknownPath() {
        Http.Answer answer = http.get("/v1.x/info");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).isEqualTo("page not found");
    }

    @ParameterizedTest
    @CsvSource({"/_ping", "/nowhere", "/v1.99/_ping", "/containers/absent/json"})
    void everyAnswerSaysWhoAnswers(String path) {
        assertThat(http.get(path).headers())
                .containsEntry("api-version", "1.51")
                .containsEntry("docker-experimental", "false")
                .containsEntry("ostype", "linux")
                .hasEntrySatisfying("server", server -> assertThat(server).matches("Docker/.+ \\(linux\\)"));
    }

    @ParameterizedTest
    @CsvSource({"GET", "HEAD"})
    void pingDescribesBuilderAndSwarm(String method) {
        Http.Answer answer = http.send(method, "/_ping", null, null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("builder-version", "1")
                .containsEntry("swarm", "inactive")
                .containsEntry("cache-control", "no-cache, no-store, must-revalidate")
                .containsEntry("pragma", "no-cache");
    }

    @ParameterizedTest
    @CsvSource({
        "/images/localhost:5000/team/app:1/json,/images/localhost:5000%2Fteam%2Fapp:1/json",
        "/images/busybox/json,/images/busybox/json",
        "/images/team/app,/images/team%2Fapp",
        "/images/team/json,/images/team/json",
        "/containers//web//json,/containers/web/json",
        "/networks/,/networks",
        "/distribution/team/app/json,/distribution/team%2Fapp/json"
    })
    void slashesInNamesAreEncodedForRouting(String path, String routed) {
        assertThat(Paths.route(path)).isEqualTo(routed);
    }
}
