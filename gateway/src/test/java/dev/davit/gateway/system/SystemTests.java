package dev.davit.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.fakehost.FakeHost;
import dev.davit.fakehost.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SystemTests {

    private FakeHost host;
    private Http http;

    @BeforeEach
    void connect() {
        host = FakeHost.get();
        http = new Http(host.socket);
    }

    @Test
    void versionNamesTheApiThatIsSpoken() {
        JsonNode version = http.get("/version").json();
        assertThat(version.path("ApiVersion").asString()).isEqualTo("1.51");
        assertThat(version.path("MinAPIVersion").asString()).isEqualTo("1.24");
        assertThat(version.path("Components").get(0).path("Name").asString()).isEqualTo("Engine");
    }

    @ParameterizedTest
    @CsvSource({"1.48,false,true", "1.49,true,true", "1.50,true,false"})
    void infoFollowsItsVersion(String version, boolean firewall, boolean bridgeFilter) {
        JsonNode info = http.get("/v" + version + "/info").json();
        assertThat(info.has("FirewallBackend")).isEqualTo(firewall);
        assertThat(info.has("BridgeNfIptables")).isEqualTo(bridgeFilter);
        assertThat(info.path("Warnings").isArray()).isTrue();
        assertThat(info.path("MemoryLimit").asBoolean()).isTrue();
    }

    @Test
    void eventsAreDockersMessages() {
        String[] lines = http.get("/events?until=2026-11-23T00:00:00Z").body().split("\n", -1);
        assertThat(lines[0])
                .startsWith("{\"status\":\"create\",\"id\":\"abc\",\"from\":\"busybox\",\"Type\":\"container\",")
                .endsWith("\"scope\":\"local\",\"time\":1795341600,\"timeNano\":1795341600500000000}");
        assertThat(lines).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"type\":[\"network\"]};1",
                "{\"event\":[\"start\"]};1",
                "{\"container\":[\"quiet_fake\"]};2",
                "{\"image\":[\"busybox\"]};2",
                "{\"label\":[\"color=blue\"]};2",
                "{\"label\":[\"color=red\"]};0"
            })
    void filtersChooseEvents(String filters, int expected) {
        String body = http.get("/events?until=2026-11-23T00:00:00Z&filters="
                        + URLEncoder.encode(filters, StandardCharsets.UTF_8))
                .body();
        assertThat(body.lines()).hasSize(expected);
    }

    @Test
    void loginPassesCredentialsOn() {
        assertThat(http.post("/auth", "{\"username\":\"u\",\"password\":\"right\"}")
                        .json()
                        .path("Status")
                        .asString())
                .isEqualTo("Login Succeeded");
        assertThat(http.post("/auth", "{\"username\":\"u\",\"password\":\"wrong\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void networksAreMadeFoundAndRemoved() {
        String body = "{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.1.0.0/16\"}]},\"Labels\":{\"a\":\"b\"}}";
        assertThat(http.post("/networks/create", body).status()).isEqualTo(201);
        assertThat(http.post("/networks/create", body).status()).isEqualTo(409);
        assertThat(http.get("/networks/n").json().at("/IPAM/Config/0/Subnet").asString())
                .isEqualTo("10.1.0.0/16");
        assertThat(http.get("/networks?filters=%7B%22type%22%3A%5B%22custom%22%5D%7D")
                        .json())
                .hasSize(1);
        assertThat(http.post("/networks/prune", null)
                        .json()
                        .path("NetworksDeleted")
                        .get(0)
                        .asString())
                .isEqualTo("n");
        assertThat(http.get("/networks/n").status()).isEqualTo(404);
        assertThat(http.post("/networks/create", "{\"Name\":\"n\",\"ConfigOnly\":true}")
                        .message())
                .isEqualTo("ConfigOnly is not implemented by Davit yet");
    }

    @Test
    void volumesAreMadeFoundAndRemoved() {
        http.post("/volumes/create", "{\"Name\":\"v\",\"Labels\":{\"a\":\"b\"}}");
        assertThat(http.get("/volumes/v").json().path("Mountpoint").asString()).isEqualTo("/vol/v");
        assertThat(http.get("/volumes").json().path("Volumes")).hasSize(1);
        assertThat(http.send("DELETE", "/volumes/v", null, null).status()).isEqualTo(204);
        assertThat(http.get("/volumes/v").message()).isEqualTo("get v: no such volume");
    }

    @ParameterizedTest
    @CsvSource({"1.41,'',true", "1.42,'',false", "1.42,?filters=%7B%22all%22%3A%5B%22true%22%5D%7D,true"})
    void pruneTakesNamedVolumesBefore142OrWhenAsked(String version, String query, boolean all) {
        http.post("/v" + version + "/volumes/prune" + query, null);
        assertThat(host.storage.calls).anyMatch(call -> call.startsWith("prune volumes PruneFilter[all=" + all));
    }

    @Test
    void diskUseIsBySort() {
        JsonNode all = http.get("/system/df").json();
        assertThat(all.path("LayersSize").asLong()).isEqualTo(4_261_550);
        assertThat(all.path("Images").get(0).path("SharedSize").asLong()).isEqualTo(5);
        assertThat(http.get("/system/df?type=volume").json().path("Images").isNull())
                .isTrue();
        assertThat(http.get("/system/df?type=shoes").message()).isEqualTo("unknown object type: shoes");
    }
}
