package dev.davit.platform.server;

import dev.davit.platform.socket.Departures;
import dev.davit.platform.socket.RequestSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpResponse;

/**
 * Writes an {@link InputStream} that a controller answers: the head at once, then each piece as it comes, so that a
 * client can follow. It closes the stream at the end, and from another thread when the client goes away meanwhile:
 * whoever waits in the stream's {@code read} must then return.
 */
public class StreamingBodyConverter implements HttpMessageConverter<InputStream> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamingBodyConverter.class);
    private static final int SMALL = 8 * 1024;
    private static final int LARGE = 64 * 1024;

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return InputStream.class.isAssignableFrom(type);
    }

    @Override
    public List<MediaType> getSupportedMediaTypes() {
        return List.of(MediaType.ALL);
    }

    @Override
    public InputStream read(Class<? extends InputStream> type, HttpInputMessage message) {
        throw new UnsupportedOperationException("bodies are read as InputStreamResource");
    }

    @Override
    public void write(InputStream body, @Nullable MediaType mediaType, HttpOutputMessage message) throws IOException {
        if (message.getHeaders().getContentType() == null) {
            message.getHeaders().setContentType(MediaType.APPLICATION_OCTET_STREAM);
        }
        try (body;
                Departures.Watch _ = watch(body)) {
            OutputStream out = message.getBody();
            flush(message, out);
            byte[] buffer = new byte[SMALL]; // followers of logs and events wait by the hundred
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                out.write(buffer, 0, n);
                if (body.available() == 0) {
                    flush(message, out);
                }
                if (n == SMALL) {
                    buffer = new byte[LARGE];
                }
            }
            flush(message, out);
        }
    }

    private static Departures.Watch watch(InputStream body) {
        return RequestSocket.current()
                .map(socket -> socket.onDeparture(() -> close(body)))
                .orElse(Departures.NOBODY);
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException failure) {
            LOG.debug("closing what a client that left was reading", failure);
        }
    }

    // Spring 7 hands out a body whose own flush does nothing.
    private static void flush(HttpOutputMessage message, OutputStream out) throws IOException {
        out.flush();
        if (message instanceof ServerHttpResponse response) {
            response.flush();
        }
    }
}
