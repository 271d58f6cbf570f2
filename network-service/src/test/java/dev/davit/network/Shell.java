package dev.davit.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Commands of the host, for tests to look at the kernel with other eyes than the service's. */
final class Shell {

    private Shell() {}

    /** What came of a command; {@code output} has both streams. */
    record Result(int status, String output) {
        boolean ok() {
            return status == 0;
        }
    }

    /** Runs a line of shell, for ten seconds at most. */
    static Result run(String line) {
        try {
            Process process = new ProcessBuilder("timeout", "10", "bash", "-c", line)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(15, TimeUnit.SECONDS);
            return new Result(process.exitValue(), output.strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Runs a line within a namespace. */
    static Result in(String namespace, String line) {
        return run("nsenter --net=" + namespace + " " + line);
    }

    /** What a TCP server says first, or nothing if it cannot be reached. */
    static String greeting(String namespace, String address, int port) {
        String line = "timeout 2 bash -c 'exec 3<>/dev/tcp/" + address + "/" + port + " && cat <&3' 2>/dev/null";
        return (namespace.isEmpty() ? run(line) : in(namespace, line)).output();
    }

    /** Starts a TCP server that greets with {@code text}; to be destroyed. */
    static Process serve(String namespace, int port, String text) {
        try {
            Process server = new ProcessBuilder(
                            "nsenter",
                            "--net=" + namespace,
                            "busybox",
                            "nc",
                            "-ll",
                            "-p",
                            Integer.toString(port),
                            "-e",
                            "/bin/echo",
                            text)
                    .start();
            while (!in(namespace, "ss -ltn").output().contains(":" + port)) {
                if (!server.isAlive()) {
                    throw new IllegalStateException("the server ended");
                }
            }
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
