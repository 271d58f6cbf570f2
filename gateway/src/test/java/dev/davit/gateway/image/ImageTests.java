package dev.davit.gateway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.davit.fakehost.FakeHost;
import dev.davit.fakehost.Http;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ImageTests {

    private FakeHost host;
    private Http http;

    @BeforeEach
    void connect() {
        host = FakeHost.get();
        http = new Http(host.socket);
    }

    @Test
    void pullTellsItsProgressInDockersMessages() {
        List<String> lines = http.post("/images/create?fromImage=busybox&tag=latest", null)
                .body()
                .lines()
                .toList();
        assertThat(lines.get(0))
                .isEqualTo("{\"status\":\"Pulling from library/busybox\",\"progressDetail\":{},\"id\":\"latest\"}");
        assertThat(lines.get(1))
                .contains("\"progressDetail\":{\"current\":1000000,\"total\":2000000}")
                .contains("\"progress\":\"[=========================>                         ]      1MB/2MB\"");
        assertThat(lines.get(3)).isEqualTo("{\"status\":\"Digest: sha256:abc\"}");
        assertThat(host.storage.calls).contains("pull busybox:latest null");
    }

    @ParameterizedTest
    @CsvSource({"absent", "later"})
    void pullThatFailsAtOnceHasAStatus(String name) {
        Http.Answer answer = http.post("/images/create?fromImage=" + name + "&tag=latest", null);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).containsAnyOf("manifest unknown", "pull access denied");
    }

    @Test
    void pullThatFailsLaterSaysSoInItsStream() {
        Http.Answer answer = http.post("/images/create?fromImage=broken&tag=latest", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).endsWith("{\"errorDetail\":{\"message\":\"disk full\"},\"error\":\"disk full\"}\r\n");
    }

    @ParameterizedTest
    @CsvSource({"alpine,3.20,alpine:3.20", "a/b:1,2,a/b:2", "localhost:5000/x,y,localhost:5000/x:y"})
    void tagIsPutBehindTheName(String image, String tag, String ref) {
        http.post("/images/create?fromImage=" + image + "&tag=" + tag, null);
        assertThat(host.storage.calls).contains("pull " + ref + " null");
    }

    @Test
    void digestIsPutBehindTheName() {
        String digest = "sha256:" + "0".repeat(64);
        assertThat(Names.withTag("alpine:3", digest)).isEqualTo("alpine@" + digest);
    }

    @Test
    void nameInUpperCaseIsRefused() {
        Http.Answer answer = http.post("/images/create?fromImage=BusyBox&tag=latest", null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo("invalid reference format: repository name (library/BusyBox) must be lowercase");
        assertThatThrownBy(() -> Names.check("a b")).hasMessage("invalid reference format");
    }

    @Test
    void credentialsReachStorage() {
        String auth = Base64.getUrlEncoder()
                .encodeToString("{\"username\":\"u\",\"password\":\"p?>\"}".getBytes(StandardCharsets.UTF_8));
        http.send("POST", "/images/a/b/push?tag=1", null, null, "X-Registry-Auth", auth);
        assertThat(host.storage.auth.username()).isEqualTo("u");
        assertThat(host.storage.auth.password()).isEqualTo("p?>");
        assertThat(host.storage.calls).contains("push a/b:1 false");
    }

    @Test
    void pushTellsTagDigestAndSizeToPrograms() {
        assertThat(http.post("/images/busybox/push?tag=latest", null).body())
                .contains("\"aux\":{")
                .contains("\"Digest\":\"sha256:abc\"")
                .contains("\"Size\":527");
    }

    @Test
    void loadTellsWhatWasLoaded() {
        Http.Answer answer = http.send("POST", "/images/load?quiet=0", "tar", "application/x-tar");
        assertThat(answer.body()).isEqualTo("{\"stream\":\"Loaded image: busybox:latest\\n\"}\r\n");
        assertThat(host.storage.calls).contains("load false 3");
    }

    @Test
    void importTellsTheId() {
        Http.Answer answer =
                http.send("POST", "/images/create?fromSrc=-&repo=x&changes=CMD%20%5B%22a%22%2C%22b%22%5D", "tar", null);
        assertThat(answer.body()).isEqualTo("{\"status\":\"sha256:abc\"}\r\n");
        assertThat(host.storage.calls).contains("import x:latest Imported from - [CMD [\"a\",\"b\"], ] 3");
    }

    @ParameterizedTest
    @CsvSource({"1.43,true", "1.44,false"})
    void virtualSizeWentWith144(String version, boolean there) {
        JsonNode image = http.get("/v" + version + "/images/json").json().get(0);
        assertThat(image.has("VirtualSize")).isEqualTo(there);
        assertThat(http.get("/v" + version + "/images/busybox/json").json().has("VirtualSize"))
                .isEqualTo(there);
    }

    @Test
    void nameWithSlashesIsRouted() {
        http.get("/images/localhost:5000/team/app:1/json");
        http.get("/images/localhost:5000%2Fteam%2Fapp:2/json");
        assertThat(host.storage.calls).contains("image localhost:5000/team/app:1", "image localhost:5000/team/app:2");
    }

    @Test
    void removalTellsEachStep() {
        assertThat(http.send("DELETE", "/images/a/b:1?force=1", null, null).body())
                .isEqualTo("[{\"Untagged\":\"a/b:1\"},{\"Deleted\":\"sha256:abc\"}]");
        assertThat(host.storage.calls).contains("remove a/b:1 true false");
    }

    @Test
    void distributionTellsPlatforms() {
        JsonNode image = http.get("/distribution/busybox/json").json();
        assertThat(image.at("/Platforms/0/variant").asString()).isEqualTo("v8");
        assertThat(image.at("/Descriptor/size").asInt()).isEqualTo(1234);
    }

    @ParameterizedTest
    @CsvSource({"0,0B", "999,999B", "1000,1kB", "1234,1.234kB", "1500000,1.5MB", "123456789,123.5MB"})
    void sizesAreShort(long bytes, String text) {
        assertThat(ProgressBar.size(bytes)).isEqualTo(text);
    }
}
