package dev.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection to a registry that reads no faster than it is told to. */
final class RawClient implements AutoCloseable {

    private final Socket socket = new Socket();
    private final InputStream in;

    RawClient(TestRegistry registry) throws IOException {
        URI address = URI.create("http://" + registry.address());
        socket.setReceiveBufferSize(64 * 1024);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    byte[] answer() throws IOException {
        int length = head();
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("only " + body.length + " of " + length + " bytes");
        }
        return body;
    }

    /** What comes before the connection ends. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    int head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer but " + head);
            }
            head.append((char) next);
        }
        assertThat(head).startsWith("HTTP/1.1 200");
        return Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
