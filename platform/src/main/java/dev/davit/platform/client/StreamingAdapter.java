package dev.davit.platform.client;

import dev.davit.platform.error.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpRequestValues;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers an {@link InputStream} as soon as the response's head is there. Spring's own adapter first reads a byte of
 * the body, which a follower of an idle log or a wait would never get.
 */
final class StreamingAdapter implements HttpExchangeAdapter {

    private final RestClientAdapter adapter;
    private final JsonMapper json;

    StreamingAdapter(RestClient client, JsonMapper json) {
        this.adapter = RestClientAdapter.create(client);
        this.json = json;
    }

    @Override
    public boolean supportsRequestAttributes() {
        return adapter.supportsRequestAttributes();
    }

    @Override
    public void exchange(HttpRequestValues values) {
        adapter.exchange(values);
    }

    @Override
    public HttpHeaders exchangeForHeaders(HttpRequestValues values) {
        return adapter.exchangeForHeaders(values);
    }

    @Override
    @SuppressWarnings("unchecked") // the type was compared
    public <T> @Nullable T exchangeForBody(HttpRequestValues values, ParameterizedTypeReference<T> type) {
        if (type.getType() != InputStream.class) {
            return adapter.exchangeForBody(values, type);
        }
        return (T) adapter.newRequest(values).exchange((request, response) -> body(response), false);
    }

    private InputStream body(ClientHttpResponse response) throws IOException {
        if (response.getStatusCode().isError()) {
            try (response) {
                throw Problem.read(
                        response.getStatusCode().value(), response.getBody().readAllBytes(), json);
            }
        }
        return new FilterInputStream(response.getBody()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return in.read(buffer, offset, length);
            }

            @Override
            public void close() {
                response.close();
            }
        };
    }

    @Override
    public ResponseEntity<Void> exchangeForBodilessEntity(HttpRequestValues values) {
        return adapter.exchangeForBodilessEntity(values);
    }

    @Override
    public <T> ResponseEntity<T> exchangeForEntity(HttpRequestValues values, ParameterizedTypeReference<T> type) {
        return adapter.exchangeForEntity(values, type);
    }
}
