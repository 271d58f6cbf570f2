package dev.davit.registry.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.NameValuePair;

/** What an upstream answered, its body unread. Closing it early cuts the connection rather than read on. */
final class Reply implements AutoCloseable {

    private static final int WORTH_READING = 64 * 1024; // less than a new connection costs

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;

    Reply(HttpUriRequestBase request, ClassicHttpResponse response) {
        this.request = request;
        this.response = response;
    }

    int status() {
        return response.getCode();
    }

    boolean successful() {
        return status() >= 200 && status() < 300;
    }

    boolean redirects() {
        return status() >= 301
                && status() <= 308
                && status() != 304
                && !header("Location").isEmpty();
    }

    /** The first header of a name; empty when there is none. */
    String header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null
                ? ""
                : header.getValue().strip();
    }

    List<String> headers(String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(NameValuePair::getValue)
                .toList();
    }

    /** Length of the body as the head tells; -1: not told. */
    long length() {
        String value = header("Content-Length");
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
    }

    InputStream body() throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    /** All of the body, which may not be longer than this. */
    byte[] read(int limit) throws IOException {
        byte[] content = body().readNBytes(limit + 1);
        if (content.length > limit) {
            throw new IOException("it answers more than " + limit + " bytes");
        }
        return content;
    }

    /** Reads what little is left, so that the connection can be used again. */
    void discard() {
        try {
            if (body().readNBytes(WORTH_READING).length < WORTH_READING) {
                response.close();
                return;
            }
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
