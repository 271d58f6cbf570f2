package dev.davit.platform.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The plain TCP socket that a request of HTTP/1.1 came by. Tomcat writes 8 KB at a time, whatever it is given; here what
 * is given goes to the kernel in one call.
 */
public final class RequestSocket {

    private static final ScopedValue<SocketWrapperBase<?>> CURRENT = ScopedValue.newInstance();
    private static final int STEP = 8 * 1024;

    private final SocketWrapperBase<?> socket;
    private final NioChannel channel;

    private RequestSocket(SocketWrapperBase<?> socket, NioChannel channel) {
        this.socket = socket;
        this.channel = channel;
    }

    @FunctionalInterface
    interface Service extends ScopedValue.CallableOp<SocketState, IOException> {}

    static SocketState during(SocketWrapperBase<?> socket, Service service) throws IOException {
        return ScopedValue.where(CURRENT, socket).call(service);
    }

    /** That of the request that this thread serves; empty: it is encrypted, or of another protocol. */
    public static Optional<RequestSocket> current() {
        if (CURRENT.isBound()
                && CURRENT.get().getSocket() instanceof NioChannel channel
                && !(channel instanceof SecureNioChannel)) {
            return Optional.of(new RequestSocket(CURRENT.get(), channel));
        }
        return Optional.empty();
    }

    /** Whether the client runs on this host. */
    public boolean isLocal() {
        Socket ends = channel.getIOChannel().socket();
        InetAddress client = ends.getInetAddress();
        return client != null && (client.isLoopbackAddress() || client.equals(ends.getLocalAddress()));
    }

    /**
     * Writes all of the buffer. The head of the response must have been flushed, and its {@code Content-Length} must
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
