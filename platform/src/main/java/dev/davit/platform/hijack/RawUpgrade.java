package dev.davit.platform.hijack;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.Problem;
import dev.davit.platform.request.RequestIdFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.MDC;
import tools.jackson.databind.json.JsonMapper;

/** The client's side of a hijack: asks a service over its unix socket to leave HTTP. */
public final class RawUpgrade {

    private static final int HEAD_LIMIT = 64 * 1024;

    private RawUpgrade() {}

    /**
     * Asks, and answers the connection once the service said 101.
     *
     * @param pathAndQuery already encoded
     * @throws DavitException what the service answered instead
     */
    public static RawConnection post(Path socket, String pathAndQuery, JsonMapper json) {
        RawConnection connection;
        try {
            connection = RawConnection.open(socket);
        } catch (IOException failure) {
            throw DavitException.unavailable("no service answers on " + socket + ": " + failure.getMessage(), failure);
        }
        try {
            connection.out().write(request(pathAndQuery));
            String head = readHead(connection.in());
            int status = status(head);
            if (status == 101) {
                connection.contentType(field(head, "content-type"));
                return connection;
            }
            byte[] body = readBody(head, connection.in());
            throw Problem.read(status, body, json);
        } catch (IOException | RuntimeException failure) {
            closeQuietly(connection, failure);
            if (failure instanceof DavitException answered) {
                throw answered;
            }
            throw DavitException.unavailable("upgrade on " + socket + " failed: " + failure.getMessage(), failure);
        }
    }

    private static byte[] request(String pathAndQuery) {
        String id = MDC.get(RequestIdFilter.KEY);
        String request = "POST " + pathAndQuery + " HTTP/1.1\r\nHost: davit\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Length: 0\r\n"
                + (id == null ? "" : RequestIdFilter.HEADER + ": " + id + "\r\n")
                + "\r\n";
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }

    // Byte by byte: what follows the blank line belongs to the raw stream.
    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the connection ended within the response's head");
            }
            head.write(b);
            boolean expected = b == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : b == '\r' ? 1 : 0;
            if (head.size() > HEAD_LIMIT) {
                throw new IOException("the response's head is larger than " + HEAD_LIMIT + " bytes");
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int status(String head) throws IOException {
        String[] words = head.split(" ", 3);
        if (words.length < 2 || !words[1].matches("\\d{3}.*")) {
            throw new IOException(
                    "not an HTTP response: " + head.lines().findFirst().orElse(""));
        }
        return Integer.parseInt(words[1].substring(0, 3));
    }

    private static byte[] readBody(String head, InputStream in) throws IOException {
        String fields = head.toLowerCase(Locale.ROOT);
        if (fields.contains("\r\ntransfer-encoding: chunked")) {
            return readChunks(in);
        }
        return in.readNBytes(contentLength(fields));
    }

    private static int contentLength(String fields) {
        String length = field(fields, "content-length");
        return length.isEmpty() ? 0 : Integer.parseInt(length);
    }

    private static String field(String head, String name) {
        String start = name + ":";
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
                .map(line -> line.substring(start.length()).trim())
                .findFirst()
                .orElse("");
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            in.skipNBytes(2);
            if (body.size() > HEAD_LIMIT) {
                throw new IOException("the response's body is larger than " + HEAD_LIMIT + " bytes");
            }
        }
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() > 16) {
                throw new IOException("malformed chunk in the response");
            }
            line.append((char) b);
        }
        return Integer.parseInt(line.toString().trim(), 16);
    }

    private static void closeQuietly(RawConnection connection, Exception reason) {
        try {
            connection.close();
        } catch (IOException failure) {
            reason.addSuppressed(failure);
        }
    }
}
