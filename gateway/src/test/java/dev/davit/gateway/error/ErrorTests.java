package dev.davit.gateway.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.fakehost.FakeHost;
import dev.davit.fakehost.Http;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTests {

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(FakeHost.get().socket);
    }

    @ParameterizedTest
    @CsvSource({"GET,/nowhere", "POST,/containers/json", "DELETE,/info", "PUT,/images/create"})
    void unknownOperationIsPageNotFound(String method, String path) {
        Http.Answer answer = http.send(method, path, null, null);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(answer.message()).isEqualTo("page not found");
    }

    @Test
    void failureOfServiceKeepsItsMessageAndGetsDockersStatus() {
        Http.Answer answer = http.get("/v1.47/containers/absent/json");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"message\":\"No such container: absent\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Image\":|invalid JSON: unexpected EOF",
                "[]|invalid JSON: json: cannot unmarshal array into Go value of type container.CreateRequest",
                "{\"Image\":\"x\"} {}|invalid JSON: unexpected content after JSON",
                "{\"Image\":5}|invalid JSON: json: cannot unmarshal number into Go struct field CreateRequest.Image of"
                        + " type string",
                "{\"HostConfig\":{\"Memory\":\"1g\"}}|invalid JSON: json: cannot unmarshal string into Go struct field"
                        + " CreateRequest.HostConfig.Memory of type int64"
            })
    void malformedBodyIsRefusedInTheWordsOfGo(String body, String message) {
        Http.Answer answer = http.post("/containers/create", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo(message);
    }

    @Test
    void missingBodyIsRefused() {
        Http.Answer answer = http.send("POST", "/containers/create", "", "application/json");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("invalid JSON: got EOF while reading request body");
    }

    @Test
    void otherContentTypeIsRefused() {
        Http.Answer answer = http.send("POST", "/containers/create", "x=1", "text/plain");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo("unsupported Content-Type header (text/plain): must be 'application/json'");
    }

    @Test
    void malformedFilterIsRefused() {
        Http.Answer answer = http.get("/containers/json?filters=nonsense");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("invalid filter");
    }
}
