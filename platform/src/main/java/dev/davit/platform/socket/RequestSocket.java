package dev.davit.platform.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The socket that a request of HTTP/1.1 came by. Tomcat writes 8 KB at a time, whatever it is given; here what
 * is given goes to the kernel in one call.
 */
public final class RequestSocket {

    private static final ScopedValue<RequestSocket> CURRENT = ScopedValue.newInstance();
    private static final int STEP = 8 * 1024;

    private final SocketWrapperBase<?> socket;
    private final NioChannel channel;
    private final Request request;

    private RequestSocket(SocketWrapperBase<?> socket, NioChannel channel, Request request) {
        this.socket = socket;
        this.channel = channel;
        this.request = request;
    }

    @FunctionalInterface
    interface Service extends ScopedValue.CallableOp<SocketState, IOException> {}

    /** @param request that of Tomcat's, which is one object for all of a connection */
    static SocketState during(SocketWrapperBase<?> socket, Request request, Service service) throws IOException {
        return socket.getSocket() instanceof NioChannel channel
                ? ScopedValue.where(CURRENT, new RequestSocket(socket, channel, request))
                        .call(service)
                : service.call();
    }

    /** That of the request that this thread serves; empty: it came by another protocol than HTTP/1.1. */
    public static Optional<RequestSocket> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /**
     * Has {@code gone} run, by another thread, once the client has closed its side: Go's server, and so dockerd, gives
     * up a request then. Tomcat would know when it writes the next time, which may be never. A client whose request has
     * a body is not looked after: what is read here could be that.
     *
     * @return to be closed when the response is written
     */
    public Departures.Watch onDeparture(Runnable gone) {
        boolean body = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        return body ? Departures.NOBODY : Departures.watch(this, gone);
    }

    /** Whether the client has closed its side. What else it sent, which may be its next request, is kept for Tomcat. */
    boolean isLeft() {
        SocketBufferHandler buffers = socket.getSocketBufferHandler();
        if (!buffers.isReadBufferEmpty()) {
            return false;
        }
        // What was encrypted comes a record at a time.
        ByteBuffer next =
                ByteBuffer.allocate(isPlain() ? 1 : buffers.getReadBuffer().capacity());
        try {
            int n = channel.read(next);
            if (n > 0) {
                socket.unRead(next.flip());
            }
            return n < 0;
        } catch (IOException broken) {
            return true; // or TLS was closed
        }
    }

    /** Whether what is written is sent as it is, not encrypted. */
    public boolean isPlain() {
        return !(channel instanceof SecureNioChannel);
    }

    /**
     * Writes all of the buffer, unencrypted. The head of the response must have been flushed, and its {@code Content-Length} must
     * count what is written here.
     *
     * @throws ClientAbortException the client is gone, or read nothing for as long as Tomcat waits
     */
    public void write(ByteBuffer buffer) throws ClientAbortException {
        try {
            while (buffer.hasRemaining()) {
                if (channel.write(buffer) == 0) {
                    waitAndWrite(buffer);
                }
            }
        } catch (IOException failure) {
            socket.close(); // nothing may follow a body that was cut
            throw new ClientAbortException(failure);
        }
    }

    // Tomcat knows how to wait for the socket, with its time limit, while it writes something.
    private void waitAndWrite(ByteBuffer buffer) throws IOException {
        int length = Math.min(STEP, buffer.remaining());
        socket.write(true, buffer.slice(buffer.position(), length));
        socket.flush(true);
        buffer.position(buffer.position() + length);
    }
}
