package dev.davit.registry.web;

import dev.davit.platform.socket.RequestSocket;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Bodies that are too large for memory. */
public final class FileBody {

    private static final long WINDOW = 1024 * 1024;

    private FileBody() {}

    /**
     * Sends a part of a file after {@link Exchange#begin}. Not by sendfile: a client of this host would have to copy every
     * page out of main memory by itself. Copying into the socket here makes that the work of two processors, and of their
     * caches: twice as fast, and less for both of them together.
     */
    public static void send(Exchange exchange, Path file, long offset, long length) throws IOException {
        Optional<RequestSocket> socket = RequestSocket.current().filter(RequestSocket::isPlain);
        if (socket.isPresent()) {
            copy(exchange, file, offset, length, socket.get());
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(offset);
            send(exchange, in, length);
        }
    }

    // Mapped, a part at a time: the kernel copies out of its own pages, and no buffer is kept.
    private static void copy(Exchange exchange, Path file, long offset, long length, RequestSocket socket)
            throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            exchange.response().flushBuffer();
            for (long done = 0; done < length; done += WINDOW) {
                long part = Math.min(WINDOW, length - done);
                try (Arena arena = Arena.ofConfined()) {
                    socket.write(in.map(FileChannel.MapMode.READ_ONLY, offset + done, part, arena)
                            .asByteBuffer());
                }
            }
        }
    }

    /** Copies a stream after {@link Exchange#begin}. */
    public static void send(Exchange exchange, InputStream in, long length) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException("the blob ended " + left + " bytes early");
            }
            exchange.response().getOutputStream().write(buffer, 0, n);
            left -= n;
        }
    }
}
