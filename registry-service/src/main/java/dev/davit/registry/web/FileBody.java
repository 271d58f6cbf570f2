package dev.davit.registry.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bodies that are too large for memory. */
public final class FileBody {

    private FileBody() {}

    /**
     * Sends a part of a file after {@link Exchange#begin}: by the kernel alone where Tomcat can, which reads the file
     * after the request is over.
     */
    public static void send(Exchange exchange, Path file, long offset, long length) throws IOException {
        if (Boolean.TRUE.equals(exchange.request().getAttribute("org.apache.tomcat.sendfile.support"))) {
            exchange.request().setAttribute("org.apache.tomcat.sendfile.filename", file.toString());
            exchange.request().setAttribute("org.apache.tomcat.sendfile.start", offset);
            exchange.request().setAttribute("org.apache.tomcat.sendfile.end", offset + length);
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(offset);
            send(exchange, in, length);
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
