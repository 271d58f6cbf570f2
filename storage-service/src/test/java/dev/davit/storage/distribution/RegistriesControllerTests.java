package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.platform.error.ProblemAdvice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

class RegistriesControllerTests {

    private static final String MANIFEST = "{\"manifests\":[{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST
            + "\",\"digest\":\"sha256:" + "b".repeat(64)
            + "\",\"size\":1,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}}]}";

    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClients clients = new RegistryClients(Fast.properties());
    private final MockMvcTester mvc = MockMvcTester.of(
            List.of(new RegistriesController(clients)),
            builder -> builder.setControllerAdvice(new ProblemAdvice()).build());

    @AfterEach
    void close() throws IOException {
        clients.close();
        registry.close();
    }

    @Test
    void inspectTellsWhatANamePointsTo() {
        registry.on(
                "GET /v2/t/x/manifests/latest",
                FakeRegistry.answer(200, MediaTypes.OCI_INDEX, MANIFEST.getBytes(StandardCharsets.UTF_8)));

        assertThat(mvc.post()
                        .uri("/v1/registry/inspect?ref={ref}", registry.host() + "/t/x")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{}"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"mediaType": "%s", "size": %d,
                         "platforms": [{"os": "linux", "architecture": "arm", "variant": "v7"}]}
                        """.formatted(MediaTypes.OCI_INDEX, MANIFEST.length()));
    }

    @Test
    void inspectWhenThereIsNoneFailsWithTheRegistrysWords() {
        registry.on(
                "GET /v2/t/x/manifests/none",
                FakeRegistry.json(
                        404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"));

        assertThat(mvc.post()
                        .uri("/v1/registry/inspect?ref={ref}", registry.host() + "/t/x:none")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{}"))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("manifest unknown: manifest unknown");
    }

    @Test
    void loginWhenPasswordIsWrongFailsAsDockerd() {
        registry.on("GET /v2/", FakeRegistry.guarded("nobody", "Basic realm=x", FakeRegistry.text(200, "")));

        assertThat(mvc.post()
                        .uri("/v1/registry/login")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"username\":\"a\",\"password\":\"b\",\"serverAddress\":\"" + registry.host()
                                + "\"}"))
                .hasStatus(500)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("login attempt to http://" + registry.host() + "/v2/ failed with status: 401 Unauthorized");
    }
}
