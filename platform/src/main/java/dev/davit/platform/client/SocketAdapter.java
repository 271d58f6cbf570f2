package dev.davit.platform.client;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.Problem;
import dev.davit.platform.request.RequestIdFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.InputStreamSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpRequestValues;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the contracts with HttpClient itself: JSON and streams are all there is, and a run of a container makes nine
 * calls. Spring's adapter over RestClient took twice as long, reads the first byte of a stream before it answers (which
 * a follower of an idle log never gets), and buffers bodies where anything looks at a request.
 */
final class SocketAdapter implements HttpExchangeAdapter {

    private final HttpClient client;
    private final HttpHost host;
    private final JsonMapper json;
    private final String away;
    private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    /** An adapter that says {@code away} when {@code host} does not answer. */
    SocketAdapter(HttpClient client, HttpHost host, JsonMapper json, String away) {
        this.client = client;
        this.host = host;
        this.json = json;
        this.away = away;
    }

    @Override
    public boolean supportsRequestAttributes() {
        return false;
    }

    @Override
    public void exchange(HttpRequestValues values) {
        read(values, response -> null);
    }

    @Override
    @SuppressWarnings("unchecked") // the type was compared
    public <T> @Nullable T exchangeForBody(HttpRequestValues values, ParameterizedTypeReference<T> type) {
        if (type.getType() == InputStream.class) {
            return (T) stream(values);
        }
        ObjectReader reader = readers.computeIfAbsent(type.getType(), body -> json.readerFor(json.constructType(body)));
        return read(values, response -> {
            HttpEntity entity = response.getEntity();
            byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
            return body.length == 0 ? null : reader.readValue(body);
        });
    }

    @Override
    public HttpHeaders exchangeForHeaders(HttpRequestValues values) {
        throw notSpoken("headers");
    }

    @Override
    public ResponseEntity<Void> exchangeForBodilessEntity(HttpRequestValues values) {
        throw notSpoken("a ResponseEntity");
    }

    @Override
    public <T> ResponseEntity<T> exchangeForEntity(HttpRequestValues values, ParameterizedTypeReference<T> type) {
        throw notSpoken("a ResponseEntity");
    }

    private static UnsupportedOperationException notSpoken(String what) {
        return new UnsupportedOperationException("no contract of Davit answers " + what);
    }

    private interface Reading<T> {
        @Nullable T of(ClassicHttpResponse response) throws IOException;
    }

    private <T> @Nullable T read(HttpRequestValues values, Reading<T> reading) {
        try (ClassicHttpResponse response = send(values, "application/json")) {
            T answer = reading.of(response);
            EntityUtils.consume(response.getEntity());
            return answer;
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private InputStream stream(HttpRequestValues values) {
        try {
            return new Body(send(values, "*/*"));
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private DavitException unavailable(IOException failure) {
        return DavitException.unavailable(away + ": " + failure.getMessage(), failure);
    }

    private ClassicHttpResponse send(HttpRequestValues values, String accepted) throws IOException {
        ClassicHttpResponse response = client.executeOpen(host, request(values, accepted), null);
        if (response.getCode() < 400) {
            return response;
        }
        try (response) {
            HttpEntity entity = response.getEntity();
            byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
            throw Problem.read(response.getCode(), body, json);
        }
    }

    private ClassicHttpRequest request(HttpRequestValues values, String accepted) throws IOException {
        String template = Objects.requireNonNull(values.getUriTemplate(), "the exchange has no address");
        ClassicHttpRequest request = new BasicClassicHttpRequest(
                Objects.requireNonNull(values.getHttpMethod()).name(),
                host,
                UriTemplate.expand(template, values.getUriVariables()));
        request.addHeader("Accept", accepted);
        values.getHeaders().forEach((name, all) -> all.forEach(value -> request.addHeader(name, value)));
        String id = MDC.get(RequestIdFilter.KEY);
        if (id != null) {
            request.addHeader(RequestIdFilter.HEADER, id);
        }
        Object body = values.getBodyValue();
        if (body != null) {
            request.setEntity(entity(body));
        }
        return request;
    }

    private HttpEntity entity(Object body) throws IOException {
        return body instanceof InputStreamSource streamed
                ? new InputStreamEntity(streamed.getInputStream(), ContentType.APPLICATION_OCTET_STREAM)
                : new ByteArrayEntity(json.writeValueAsBytes(body), ContentType.APPLICATION_JSON);
    }

    /** A response's body, with which the response is closed. */
    private static final class Body extends FilterInputStream {

        private final ClassicHttpResponse response;

        Body(ClassicHttpResponse response) throws IOException {
            HttpEntity entity = response.getEntity();
            super(entity == null ? InputStream.nullInputStream() : entity.getContent());
            this.response = response;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return in.read(buffer, offset, length);
        }

        @Override
        public void close() throws IOException {
            try (response) {
                in.close();
            }
        }
    }
}
