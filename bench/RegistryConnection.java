import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** A plain socket to a registry, so that the client costs little. */
final class RegistryConnection implements Closeable {
    final Socket socket;
    final InputStream in;
    final OutputStream out;
    final Map<String, String> headers = new HashMap<>();
    final byte[] sink = new byte[1 << 18];

    RegistryConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    /** The status; the body is read and dropped. */
    int send(String method, String path, String type, byte[] body) throws IOException {
        String accept = "Accept: " + RegistryBench.MANIFEST + "\r\n";
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + accept
                + (body == null ? "" : "Content-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n")
                + "\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (body != null && body.length > 0) {
            out.write(body);
        }
        return answer();
    }

    int answer() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        headers.clear();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            for (long left = chunk(); left > 0; left = chunk()) {
                skip(left);
                line();
            }
            line();
        } else {
            skip(Long.parseLong(headers.getOrDefault("content-length", "0")));
        }
        return status;
    }

    long chunk() throws IOException {
        return Long.parseLong(line(), 16);
    }

    void skip(long left) throws IOException {
        while (left > 0) {
            int n = in.read(sink, 0, (int) Math.min(sink.length, left));
            if (n < 0) throw new EOFException();
            left -= n;
        }
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException();
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    void expect(int wanted, int got) {
        if (wanted != got) throw new IllegalStateException("status " + got + ", not " + wanted);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
