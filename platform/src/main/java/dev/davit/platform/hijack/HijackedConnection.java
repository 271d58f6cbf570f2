package dev.davit.platform.hijack;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.net.ssl.SSLEngineResult.Status;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of a connection that left HTTP (Docker's attach and exec). The only class that knows how Tomcat
 * does it.
 */
public final class HijackedConnection {

    private static final Logger LOG = LoggerFactory.getLogger(HijackedConnection.class);

    // With TLS the half-close is a close_notify, for which Tomcat has but a text.
    private static final String CLOSE_NOTIFIED =
            StringManager.getManager(SecureNioChannel.class).getString("channel.nio.ssl.unwrapFail", Status.CLOSED);

    private HijackedConnection() {}

    /** What talks on the connection: it is closed when this returns. */
    @FunctionalInterface
    public interface Conversation {
        /**
         * Talks.
         *
         * @param in ends at the client's half-close, after which {@code out} is still good
         * @param out unbuffered
         */
        void hold(InputStream in, OutputStream out) throws IOException;
    }

    /**
     * Answers 101 and, once the head is sent, holds the conversation on the connection's own (virtual) thread.
     *
     * @param protocol the client's Upgrade header; Docker's clients send {@code tcp}
     */
    public static void upgrade(
            HttpServletRequest request,
            HttpServletResponse response,
            String protocol,
            String contentType,
            Conversation conversation)
            throws IOException {
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Upgrade", protocol);
        if (request.getAttribute(RawContentTypeValve.ATTRIBUTE) instanceof RawContentTypeValve.HeaderSetter header) {
            header.set(contentType);
        }
        try {
            request.upgrade(Handler.class).conversation = conversation;
        } catch (ServletException failure) {
            throw new IOException("cannot upgrade the connection", failure);
        }
    }

    /** Made by Tomcat through reflection, hence public. */
    public static final class Handler implements HttpUpgradeHandler {

        private @Nullable Conversation conversation;

        /** Tomcat's. */
        public Handler() {}

        // Blocks on purpose: closing an upgraded connection from another thread leaves its socket open.
        @Override
        public void init(WebConnection connection) {
            Conversation held = conversation;
            if (held == null) {
                return;
            }
            try (connection;
                    InputStream in = new HalfClosable(connection.getInputStream());
                    OutputStream out = connection.getOutputStream()) {
                held.hold(in, out);
                out.flush();
            } catch (Exception failure) {
                LOG.debug("hijacked connection ended: {}", failure.toString());
            }
        }

        @Override
        public void destroy() {
            // init closed it
        }
    }

    /** Tomcat throws where the client shut down its writing side. */
    private static final class HalfClosable extends FilterInputStream {

        HalfClosable(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException failure) {
                if (failure instanceof EOFException || CLOSE_NOTIFIED.equals(failure.getMessage())) {
                    return -1;
                }
                throw failure;
            }
        }
    }
}
