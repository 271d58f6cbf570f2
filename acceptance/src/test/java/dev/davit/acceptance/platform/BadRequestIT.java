package dev.davit.acceptance.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.AnyRuntime;
import dev.davit.acceptance.fixture.EngineSocket;
import dev.davit.acceptance.fixture.EngineSocket.Answer;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong: Docker's status and text. */
@OnDavit
@AnyRuntime
class BadRequestIT {

    private final EngineSocket api;

    BadRequestIT(Platform platform) {
        this.api = platform.api();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /containers/nosuch/json          | 404 | No such container: nosuch",
                "POST   | /containers/nosuch/start         | 404 | No such container: nosuch",
                "POST   | /containers/nosuch/stop          | 404 | No such container: nosuch",
                "POST   | /containers/nosuch/kill          | 404 | cannot kill container: nosuch: No such container: nosuch",
                "POST   | /containers/nosuch/wait          | 404 | No such container: nosuch",
                "GET    | /containers/nosuch/logs?stdout=1 | 404 | No such container: nosuch",
                "GET    | /containers/nosuch/top           | 404 | No such container: nosuch",
                "DELETE | /containers/nosuch               | 404 | No such container: nosuch",
                "GET    | /exec/nosuch/json                | 404 | No such exec instance: nosuch",
                "GET    | /images/nosuch/json              | 404 | No such image: nosuch:latest",
                "DELETE | /images/nosuch                   | 404 | No such image: nosuch:latest",
                "POST   | /images/nosuch/tag?repo=x&tag=y  | 404 | No such image: nosuch:latest",
                "GET    | /networks/nosuch                 | 404 | network nosuch not found",
                "DELETE | /networks/nosuch                 | 404 | network nosuch not found",
                "GET    | /volumes/nosuch                  | 404 | get nosuch: no such volume",
                "DELETE | /volumes/nosuch                  | 404 | get nosuch: no such volume",
                "GET    | /nosuchpage                      | 404 | page not found",
            })
    void unknownThingIsNotFound(String method, String path, int status, String message) {
        Answer answer = api.send(method, path, "Content-Type: application/json\r\n", "");

        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void createOfUnknownImageIsNotFound() {
        Answer answer = api.post("/containers/create", "{\"Image\":\"nosuch\"}");

        assertThat(answer.message()).isEqualTo("No such image: nosuch:latest");
        assertThat(answer.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"Image\":}", "[1, 2]", "{\"Image\": 5}", "{\"HostConfig\": {\"Memory\": \"much\"}}"})
    void malformedJsonIsRefused(String body) {
        Answer answer = api.post("/containers/create", body);

        assertThat(answer.message()).startsWith("invalid JSON: ");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void emptyBodyIsRefused() {
        Answer answer = api.post("/containers/create", "");

        assertThat(answer.message()).startsWith("invalid JSON: ");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void otherContentTypeIsRefused() {
        Answer answer = api.send("POST", "/containers/create", "Content-Type: text/plain\r\n", "{}");

        assertThat(answer.message())
                .isEqualTo("unsupported Content-Type header (text/plain): must be 'application/json'");
        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPPER          | invalid reference format: repository name (library/UPPER) must be lowercase",
                "a//b           | invalid reference format",
                "t/x:bad tag    | invalid reference format",
            })
    void invalidReferenceIsRefused(String image, String message) {
        Answer answer = api.post("/containers/create", "{\"Image\":\"" + image + "\"}");

        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void pullOfInvalidReferenceIsRefused() {
        Answer answer = api.post("/images/create?fromImage=UPPER&tag=latest", "");

        assertThat(answer.message())
                .isEqualTo("invalid reference format: repository name (library/UPPER) must be lowercase");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void versionsOutOfRangeAreRefused() {
        Answer tooNew = api.get("/v1.99/version");
        assertThat(tooNew.message()).isEqualTo("client version 1.99 is too new. Maximum supported API version is 1.51");
        assertThat(tooNew.status()).isEqualTo(400);

        Answer tooOld = api.get("/v1.10/version");
        assertThat(tooOld.body().strip()) // no JSON: that came with 1.24
                .isEqualTo("client version 1.10 is too old. Minimum supported API version is 1.24,"
                        + " please upgrade your client to a newer version");
        assertThat(tooOld.status()).isEqualTo(400);
    }

    @Test
    void unknownFilterIsRefused() {
        Answer answer = api.get("/containers/json?filters=%7B%22nosuch%22%3A%5B%22x%22%5D%7D");

        assertThat(answer.message()).isEqualTo("invalid filter 'nosuch'");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void killWithUnknownSignalIsRefused(Platform platform) {
        String name = platform.docker().containerName();
        platform.docker().ok("run", "-d", "--name", name, "busybox", "sleep", "1000");

        Answer answer = api.post("/containers/" + name + "/kill?signal=NOSUCH", "");

        assertThat(answer.message()).isEqualTo("cannot kill container: " + name + ": invalid signal: NOSUCH");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void whatIsNotBuiltSaysSo() {
        Answer answer = api.post("/session", "");

        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.message()).isNotEmpty();
    }

    @Test
    void swarmAnswersAsAnEngineWithoutIt() {
        Answer answer = api.get("/swarm");

        assertThat(answer.message())
                .isEqualTo("This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\""
                        + " to connect this node to swarm and try again.");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(api.get("/plugins").body().strip()).isEqualTo("[]");
    }
}
