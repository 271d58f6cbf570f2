package dev.davit.registry.web;

import dev.davit.platform.socket.RequestSocket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Bodies that are too large for memory. */
public final class FileBody {

    private static final LargeBuffers BUFFERS = new LargeBuffers();

    private FileBody() {}

    /**
     * Sends a part of a file after {@link Exchange#begin}. Across a network the kernel does it alone, where Tomcat can,
     * after the request is over. A client of this host would then have to copy every page out of main memory by itself;
     * copying into the socket here makes that the work of two processors, and of their caches: 1.8 times as fast, and
     * less for both of them together.
     */
    public static void send(Exchange exchange, Path file, long offset, long length) throws IOException {
        Optional<RequestSocket> socket = RequestSocket.current().filter(RequestSocket::isPlainAndLocal);
        Optional<ByteBuffer> buffer = socket.isPresent() ? BUFFERS.take() : Optional.empty();
        if (buffer.isPresent()) {
            try {
                copy(exchange, file, offset, length, buffer.get(), socket.get());
            } finally {
                BUFFERS.giveBack(buffer.get());
            }
        } else if (Boolean.TRUE.equals(exchange.request().getAttribute("org.apache.tomcat.sendfile.support"))) {
            exchange.request().setAttribute("org.apache.tomcat.sendfile.filename", file.toString());
            exchange.request().setAttribute("org.apache.tomcat.sendfile.start", offset);
            exchange.request().setAttribute("org.apache.tomcat.sendfile.end", offset + length);
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(offset);
                send(exchange, in, length);
            }
        }
    }

    private static void copy(
            Exchange exchange, Path file, long offset, long length, ByteBuffer buffer, RequestSocket socket)
            throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ).position(offset)) {
            exchange.response().flushBuffer();
            copy(in, length, buffer, socket);
        }
    }

    private static void copy(FileChannel in, long length, ByteBuffer buffer, RequestSocket socket) throws IOException {
        long left = length;
        while (left > 0) {
            int n = in.read(buffer.clear().limit((int) Math.min(buffer.capacity(), left)));
            if (n < 0) {
                throw endedEarly(left);
            }
            socket.write(buffer.flip());
            left -= n;
        }
    }

    /** Copies a stream after {@link Exchange#begin}. */
    public static void send(Exchange exchange, InputStream in, long length) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw endedEarly(left);
            }
            exchange.response().getOutputStream().write(buffer, 0, n);
            left -= n;
        }
    }

    private static IOException endedEarly(long left) {
        return new IOException("the blob ended " + left + " bytes early");
    }
}
