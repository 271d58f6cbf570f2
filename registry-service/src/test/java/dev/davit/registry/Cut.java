package dev.davit.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a server that can be cut and mended. */
final class Cut implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final URI server;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    Cut(URI server) throws IOException {
        this.server = server;
        Thread.startVirtualThread(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on, once so many bytes more have gone to the server. */
    void after(long bytes) {
        left.set(bytes);
        if (bytes == 0) {
            open.forEach(Cut::close);
        }
    }

    void mend() {
        left.set(Long.MAX_VALUE);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (left.get() <= 0) {
                    close(client);
                } else {
                    Socket there = new Socket(server.getHost(), server.getPort());
                    open.add(client);
                    open.add(there);
                    Thread.startVirtualThread(() -> copy(client, there, true));
                    Thread.startVirtualThread(() -> copy(there, client, false));
                }
            }
        } catch (IOException over) {
            // closed
        }
    }

    private void copy(Socket from, Socket to, boolean counts) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (counts) {
                    left.addAndGet(-n);
                }
                if (left.get() <= 0) {
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException over) {
            // the other side knows
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException over) {
            // as it should be
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(Cut::close);
    }
}
