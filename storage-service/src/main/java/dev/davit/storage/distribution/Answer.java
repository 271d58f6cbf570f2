package dev.davit.storage.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.NameValuePair;

/** What a registry answered, its body unread. Closing it early cuts the connection rather than read on. */
final class Answer implements AutoCloseable {

    private static final int WORTH_READING = 64 * 1024; // less than a new connection costs

    private final HttpUriRequestBase request;
    private final URI uri;
    private final ClassicHttpResponse response;

    Answer(HttpUriRequestBase request, URI uri, ClassicHttpResponse response) {
        this.request = request;
        this.uri = uri;
        this.response = response;
    }

    /** Where it came from, after redirects. */
    URI uri() {
        return uri;
    }

    int status() {
        return response.getCode();
    }

    /** {@code 404 Not Found}. */
    String statusLine() {
        return status() + " " + response.getReasonPhrase();
    }

    boolean successful() {
        return status() >= 200 && status() < 300;
    }

    /** The first header of a name; empty when there is none. */
    String header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null ? "" : header.getValue();
    }

    List<String> headers(String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(NameValuePair::getValue)
                .toList();
    }

    /** Length of the body as the head tells; -1: not told. */
    long length() {
        try {
            String value = header("Content-Length");
            return value.isEmpty() ? -1 : Long.parseLong(value.strip());
        } catch (NumberFormatException malformed) {
            return -1;
        }
    }

    InputStream body() throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    /** The body, cut off after {@code limit} bytes: one that is longer has {@code limit + 1}. */
    byte[] read(int limit) throws IOException {
        return body().readNBytes(limit + 1);
    }

    /** Reads what little is left, so that the connection can be used again. */
    void discard() {
        try {
            body().readNBytes(WORTH_READING);
        } catch (IOException alreadyCut) {
            // then there is nothing to save
        }
        close();
    }

    @Override
    public void close() {
        request.cancel(); // before the rest: closing alone would read the body to its end
        try {
            response.close();
        } catch (IOException alreadyCut) {
            // closed all the same
        }
    }
}
