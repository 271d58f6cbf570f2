package dev.davit.engine.runtime;

import dev.davit.platform.hijack.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to the monitor that stays with a process, over its unix socket. */
public record MonitorSocket(Path path) {

    /** What an attached client wants; {@code detachKeys}: bytes that end the attachment, empty for none. */
    public record Attachment(boolean stdin, boolean stdout, boolean stderr, List<Integer> detachKeys) {

        private String request() {
            String keys = detachKeys.stream().map(String::valueOf).collect(Collectors.joining(","));
            return "attach stdin=" + digit(stdin) + " stdout=" + digit(stdout) + " stderr=" + digit(stderr)
                    + (keys.isEmpty() ? "" : " detach=" + keys);
        }

        private static int digit(boolean flag) {
            return flag ? 1 : 0;
        }
    }

    /** Attaches: what follows is raw. */
    public RawConnection attach(Attachment attachment) throws IOException {
        return accepted(attachment.request());
    }

    /** Registers a wait: the exit follows, as one line. */
    public RawConnection await() throws IOException {
        return accepted("wait");
    }

    /** Sets the size of the terminal. */
    public void resize(int rows, int columns) throws IOException {
        accepted("resize " + rows + " " + columns).close();
    }

    /** The process that it watches; 0 when it has exited; null when no monitor answers. */
    public @Nullable Integer pid(JsonMapper json) {
        try (RawConnection connection = RawConnection.open(path)) {
            connection.out().write("status\n".getBytes(StandardCharsets.US_ASCII));
            JsonNode status = json.readTree(String.valueOf(readLine(connection.in())));
            return status.path("status").asString("").equals("running")
                    ? status.path("pid").asInt()
                    : 0;
        } catch (IOException | JacksonException | UnsupportedOperationException away) {
            return null;
        }
    }

    private RawConnection accepted(String request) throws IOException {
        RawConnection connection = RawConnection.open(path);
        try {
            connection.out().write((request + "\n").getBytes(StandardCharsets.US_ASCII));
            String answer = readLine(connection.in());
            if (!"ok".equals(answer)) {
                throw new IOException("the monitor answered " + (answer == null ? "nothing" : answer));
            }
            return connection;
        } catch (IOException failure) {
            connection.close();
            throw failure;
        }
    }

    /** A line, byte by byte, since what follows it may be raw; null at the end. */
    public static @Nullable String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
