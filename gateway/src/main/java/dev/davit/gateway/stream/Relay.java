package dev.davit.gateway.stream;

import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.hijack.HijackedConnection;
import dev.davit.platform.hijack.RawConnection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties a client that attaches to the engine's connection: bytes pass both ways, nobody looks at them. */
public final class Relay {

    /** Output as the terminal wrote it; also the name that old clients expect for framed output. */
    public static final String RAW = "application/vnd.docker.raw-stream";

    /** Output in frames that tell stdout from stderr. */
    public static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int BUFFER = 32 * 1024;

    private Relay() {}

    /** The Content-Type of output. */
    public static String contentType(boolean terminal, ApiVersion version) {
        return !terminal && version.atLeast(42) ? MULTIPLEXED : RAW;
    }

    /** Holds the conversation until the engine ends it. Clients that do not ask for an upgrade get a plain answer. */
    public static void hold(
            HttpServletRequest request, HttpServletResponse response, RawConnection engine, String contentType)
            throws IOException {
        if (request.getHeader("Upgrade") == null) {
            answer(request, response, engine);
            return;
        }
        HijackedConnection.upgrade(request, response, "tcp", contentType, (in, out) -> talk(in, out, engine));
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, RawConnection engine)
            throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(RAW);
        response.flushBuffer();
        talk(request.getInputStream(), response.getOutputStream(), engine);
    }

    private static void talk(InputStream in, OutputStream out, RawConnection engine) throws IOException {
        try (engine) {
            Thread.ofVirtual().name("stdin").start(() -> sendInput(in, engine));
            byte[] buffer = new byte[BUFFER];
            for (int n = engine.in().read(buffer); n >= 0; n = engine.in().read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
            }
        }
    }

    private static void sendInput(InputStream in, RawConnection engine) {
        try {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                engine.out().write(buffer, 0, n);
            }
            engine.halfClose();
        } catch (IOException ended) {
            LOG.trace("input ended: {}", ended.toString()); // the process or the client is gone
        }
    }
}
