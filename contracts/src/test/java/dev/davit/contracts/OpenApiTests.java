package dev.davit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.registry.RegistryApi;
import dev.davit.contracts.storage.StorageApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI documents in {@code docs/openapi} are those of the interfaces. After a change of a contract, write them
 * anew by {@code mvn -pl contracts test -Dtest=OpenApiTests -Ddavit.openapi.write=true}.
 */
class OpenApiTests {

    private static final Path DOCUMENTS = Path.of("..", "docs", "openapi");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"engine", "storage", "network", "registry"})
    void documentSaysWhatTheInterfaceSays(String service) throws Exception {
        String actual = describe(service);
        Path document = DOCUMENTS.resolve(service + ".json");
        if (Boolean.getBoolean("davit.openapi.write")) {
            Files.createDirectories(DOCUMENTS);
            Files.writeString(document, actual);
        }
        assertThat(Files.readString(document)).isEqualTo(actual);
    }

    private static String describe(String service) throws IOException, InterruptedException {
        SpringApplication application = new SpringApplication(Contracts.class);
        application.setAdditionalProfiles(service);
        try (ConfigurableApplicationContext context = application.run(
                        "--server.port=0",
                        "--springdoc.writer-with-order-by-keys=true",
                        "--springdoc.default-produces-media-type=application/json",
                        "--springdoc.packages-to-scan=dev.davit.contracts");
                HttpClient client = HttpClient.newHttpClient()) {
            String port = context.getEnvironment().getProperty("local.server.port");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v3/api-docs"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            // The tag is the class name of the mock, the server's address that of this test.
            String body = answer.body()
                    .replaceAll(",\"tags\":\\[[^\\]]*\\]|\"tags\":\\[[^\\]]*\\],", "")
                    .replaceAll(",\"servers\":\\[[^\\]]*\\]|\"servers\":\\[[^\\]]*\\],", "");
            Object document = JSON.readValue(body, Object.class);
            return JSON.writeValueAsString(document) + "\n";
        }
    }

    @SpringBootApplication(proxyBeanMethods = false)
    static class Contracts {

        @Bean
        @Profile("engine")
        Engine engine() {
            return mock(Engine.class);
        }

        @Bean
        @Profile("storage")
        Storage storage() {
            return mock(Storage.class);
        }

        @Bean
        @Profile("network")
        Network network() {
            return mock(Network.class);
        }

        @Bean
        @Profile("registry")
        Registry registry() {
            return mock(Registry.class);
        }
    }

    @RestController
    abstract static class Engine implements EngineApi {}

    @RestController
    abstract static class Storage implements StorageApi {}

    @RestController
    abstract static class Network implements NetworkApi {}

    @RestController
    abstract static class Registry implements RegistryApi {}
}
