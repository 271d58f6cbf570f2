package dev.davit.gateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.fakehost.FakeHost;
import dev.davit.fakehost.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutputTests {

    private FakeHost host;
    private Http http;

    @BeforeEach
    void connect() {
        host = FakeHost.get();
        http = new Http(host.socket);
    }

    private String container(String name, String command, boolean tty) {
        String body = "{\"Image\":\"busybox\",\"Labels\":{\"a\":\"b\"},\"Tty\":" + tty + ",\"Cmd\":" + command
                + ",\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"8080\"}]}}}";
        return http.post("/containers/create?name=" + name, body)
                .json()
                .path("Id")
                .asString();
    }

    @Test
    void startIsDoneOnce() {
        container("twice", "[\"cat\"]", false);
        assertThat(http.post("/containers/twice/start", null).status()).isEqualTo(204);
        assertThat(http.post("/containers/twice/start", null).status()).isEqualTo(304);
        assertThat(http.post("/v1.42/containers/twice/stop?signal=INT&t=3", null)
                        .status())
                .isEqualTo(204);
        assertThat(host.engine.calls).contains("stop INT 3");
        assertThat(http.post("/containers/twice/stop", null).status()).isEqualTo(304);
    }

    @Test
    void killOfStoppedContainerSaysWhatCannotBeKilled() {
        String id = container("still", "[\"cat\"]", false);
        Http.Answer answer = http.post("/containers/still/kill", null);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).isEqualTo("cannot kill container: still: container " + id + " is not running");
    }

    @Test
    void waitAnswersTheExitCode() {
        container("seven", "[\"exit\",\"7\"]", false);
        http.post("/containers/seven/start", null);
        Http.Answer answer = http.post("/containers/seven/wait", null);
        assertThat(answer.body()).isEqualTo("{\"StatusCode\":7}");
        assertThat(http.post("/containers/seven/wait?condition=someday", null).message())
                .isEqualTo("invalid condition: \"someday\"");
    }

    @Test
    void attachWithoutUpgradeIsAPlainAnswer() {
        container("plain", "[\"echo\",\"hi\"]", true);
        http.post("/containers/plain/start", null);
        Http.Answer answer = http.post("/containers/plain/attach?stdout=1&stream=1", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/vnd.docker.raw-stream");
        assertThat(answer.body()).isEqualTo("hi\n");
    }

    @ParameterizedTest
    @CsvSource({"1.41,false,raw", "1.42,false,multiplexed", "1.42,true,raw"})
    void upgradedAttachSaysHowItsOutputIsFramed(String version, boolean tty, String type) {
        container("framed", "[\"echo\",\"hi\"]", tty);
        http.post("/containers/framed/start", null);
        String answer = http.raw("POST /v" + version + "/containers/framed/attach?stdout=1&stream=1 HTTP/1.1\r\n"
                + "Host: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 101");
        assertThat(answer).contains("Content-Type: application/vnd.docker." + type + "-stream\r\n");
        assertThat(answer).endsWith(tty ? "\r\n\r\nhi\n" : "\r\n\r\n\u0001\0\0\0\0\0\0\u0003hi\n");
    }

    @Test
    void attachToAbsentContainerIsNotFound() {
        String answer = http.raw("POST /containers/absent/attach HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\n"
                + "Upgrade: tcp\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404").contains("No such container: absent");
    }

    @Test
    void logsNeedAStream() {
        container("quiet", "[\"cat\"]", false);
        Http.Answer answer = http.get("/containers/quiet/logs");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("Bad parameters: you must choose at least one stream");
        assertThat(http.get("/v1.44/containers/quiet/logs?stdout=1&tail=5&since=0")
                        .headers())
                .containsEntry("content-type", "application/vnd.docker.multiplexed-stream");
        assertThat(host.engine.calls).contains("logs since=null tail=5");
    }

    @Test
    void failureOfExecIsOutputOfAnUpgradedClient() {
        String id = container("busy", "[\"cat\"]", false);
        String exec = http.post("/containers/" + id + "/exec", "{\"Cmd\":[\"nosuch\"],\"AttachStdout\":true}")
                .json()
                .path("Id")
                .asString();
        String answer = http.raw("POST /v1.44/exec/" + exec + "/start HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade"
                + "\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(answer).startsWith("HTTP/1.1 101").endsWith("executable file not found\r\n");
        assertThat(http.post("/exec/absent/start", "{}").status()).isEqualTo(404);
    }

    @Test
    void execRunsAndTellsItsExitCode() {
        String id = container("busy", "[\"cat\"]", false);
        // docker-java says the container in the body too, which Docker does not know and overlooks
        String exec = http.post("/containers/" + id + "/exec", "{\"Cmd\":[\"exit\",\"4\"],\"containerId\":\"x\"}")
                .json()
                .path("Id")
                .asString();
        assertThat(http.get("/exec/" + exec + "/json").json().path("ExitCode").isNull())
                .isTrue();
        http.post("/exec/" + exec + "/start", "{\"Tty\":true}");
        assertThat(http.get("/exec/" + exec + "/json").json().path("ExitCode").asInt())
                .isEqualTo(4);
        assertThat(http.post("/containers/" + id + "/exec", "{}").message()).isEqualTo("No exec command specified");
    }

    @Test
    void statsCarryTheSampleBefore() {
        container("load", "[\"cat\"]", false);
        http.post("/containers/load/start", null);
        JsonNode once = http.get("/containers/load/stats?stream=0").json();
        assertThat(once.at("/precpu_stats/cpu_usage/total_usage").asLong()).isEqualTo(1_000);
        assertThat(once.at("/cpu_stats/cpu_usage/total_usage").asLong()).isEqualTo(5_000);
        JsonNode oneShot =
                http.get("/containers/load/stats?stream=0&one-shot=1").json();
        assertThat(oneShot.at("/precpu_stats/cpu_usage/total_usage").asLong()).isZero();
        assertThat(http.get("/containers/load/stats").body().lines()).hasSize(2);
    }

    @Test
    void archiveTellsWhatIsAtThePath() {
        container("files", "[\"cat\"]", false);
        Http.Answer answer = http.send("HEAD", "/containers/files/archive?path=/etc/hosts", null, null);
        byte[] stat = Base64.getDecoder().decode(answer.headers().get("x-docker-container-path-stat"));
        assertThat(JsonMapper.shared().readTree(stat).path("name").asString()).isEqualTo("hosts");
        assertThat(http.get("/containers/files/archive?path=/etc/hosts").body()).isEqualTo("tar of /etc/hosts");
        assertThat(http.send("HEAD", "/containers/files/archive?path=/absent", null, null)
                        .status())
                .isEqualTo(404);
        assertThat(http.send("PUT", "/containers/files/archive?path=/tmp", "12345", "application/x-tar")
                        .status())
                .isEqualTo(200);
        assertThat(host.engine.calls).contains("archive /tmp 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};1",
                "{\"status\":[\"created\"]};2",
                "{\"name\":[\"^/?ru\"]};1",
                "{\"label\":{\"a=b\":true}};1",
                "{\"label\":[\"a=c\"]};0",
                "{\"exited\":[\"0\"]};0",
                "{\"publish\":[\"8080\"]};1",
                "{\"network\":[\"bridge\"]};1",
                "{\"volume\":[\"data\"]};1",
                "{\"ancestor\":[\"busybox\"]};1",
                "{\"ancestor\":[\"alpine\"]};0",
                "{\"health\":[\"none\"]};1"
            })
    void filtersChooseWhatIsListed(String filters, int expected) {
        container("made1", "[\"cat\"]", false);
        container("made2", "[\"cat\"]", false);
        container("runs", "[\"cat\"]", false);
        http.post("/containers/runs/start", null);
        Http.Answer answer = http.get("/containers/json?filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8));
        assertThat(answer.json()).hasSize(expected);
    }

    @Test
    void listShowsPortsAndStateInWords() {
        container("runs", "[\"cat\"]", false);
        http.post("/containers/runs/start", null);
        JsonNode container = http.get("/containers/json").json().get(0);
        assertThat(container.path("Names").get(0).asString()).isEqualTo("/runs");
        assertThat(container.path("State").asString()).isEqualTo("running");
        assertThat(container.path("Status").asString()).startsWith("Up ");
        assertThat(container.path("Ports")).hasSize(2);
        assertThat(container.at("/Ports/0/PublicPort").asInt()).isEqualTo(8080);
        assertThat(container.at("/NetworkSettings/Networks/bridge/IPAddress").asString())
                .isEqualTo("172.17.0.2");
    }

    @Test
    void unknownFilterIsRefused() {
        Http.Answer answer =
                http.get("/containers/json?filters=" + URLEncoder.encode("{\"x\":[\"y\"]}", StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("invalid filter 'x'");
    }
}
