package dev.davit.fakehost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that sends what a test says. */
public record Http(Path socket) {

    /** An answer; names of headers in lower case. */
    public record Answer(int status, Map<String, String> headers, String body) {

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        public String message() {
            return json().path("message").asString();
        }
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    public Answer post(String path, String json) {
        return send("POST", path, json, "application/json");
    }

    public Answer send(String method, String path, String body, String contentType, String... headers) {
        try (CloseableHttpClient client = HttpClients.custom()
                .disableContentCompression()
                .disableAutomaticRetries()
                .setDefaultRequestConfig(
                        RequestConfig.custom().setUnixDomainSocket(socket).build())
                .build()) {
            ClassicRequestBuilder request = ClassicRequestBuilder.create(method).setUri("http://docker" + path);
            if (body != null) {
                request.setEntity(new ByteArrayEntity(
                        body.getBytes(StandardCharsets.UTF_8),
                        contentType == null ? null : ContentType.parse(contentType)));
            }
            for (int i = 0; i < headers.length; i += 2) {
                request.addHeader(headers[i], headers[i + 1]);
            }
            return client.execute(request.build(), response -> {
                Map<String, String> fields = new LinkedHashMap<>();
                response.headerIterator()
                        .forEachRemaining(
                                field -> fields.put(field.getName().toLowerCase(Locale.ROOT), field.getValue()));
                String text = response.getEntity() == null
                        ? ""
                        : EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8);
                return new Answer(response.getCode(), fields, text);
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends bytes as they are, and answers everything that comes back until the server closes. */
    public String raw(String request) {
        try (java.nio.channels.SocketChannel channel =
                java.nio.channels.SocketChannel.open(java.net.UnixDomainSocketAddress.of(socket))) {
            OutputStream out = java.nio.channels.Channels.newOutputStream(channel);
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            channel.shutdownOutput();
            InputStream in = java.nio.channels.Channels.newInputStream(channel);
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
