package dev.davit.fakehost;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.MountPoint;
import dev.davit.contracts.engine.MountType;
import dev.davit.contracts.engine.StatsSample;
import dev.davit.contracts.engine.UpdateSpec;
import dev.davit.contracts.network.Endpoint;
import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A container that runs a script in memory. */
public final class FakeContainer {

    public final String id;
    public final ContainerSpec spec;
    final Instant created = Instant.now();
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    public volatile UpdateSpec updated;
    volatile String name;
    volatile ContainerStatus status = ContainerStatus.CREATED;
    volatile int exitCode;
    private volatile boolean attached;
    private volatile Instant finished;

    private final Consumer<String> removal;

    FakeContainer(String id, String name, ContainerSpec spec, Consumer<String> removal) {
        this.removal = removal;
        this.id = id;
        this.name = name;
        this.spec = spec;
    }

    void start() {
        status = ContainerStatus.RUNNING;
        started.countDown();
        if (!attached && !command().getFirst().equals("cat")) {
            Thread.ofVirtual().start(() -> {
                try {
                    end(run(command(), spec.process().tty(), InputStream.nullInputStream(), output));
                } catch (IOException failure) {
                    end(1);
                }
            });
        }
    }

    void hold(InputStream in, OutputStream out) throws IOException {
        attached = true;
        await(started);
        int code = run(command(), spec.process().tty(), in, new Tee(out));
        end(code);
    }

    private final class Tee extends OutputStream {
        private final OutputStream out;

        Tee(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            output.write(bytes, offset, length);
            out.write(bytes, offset, length);
            out.flush();
        }
    }

    private List<String> command() {
        List<String> command = spec.process().command();
        return command == null ? List.of("exit", "0") : command;
    }

    static int run(List<String> command, boolean tty, InputStream in, OutputStream out) throws IOException {
        switch (command.getFirst()) {
            case "echo" ->
                write(
                        out,
                        tty,
                        (String.join(" ", command.subList(1, command.size())) + "\n").getBytes(StandardCharsets.UTF_8));
            case "cat" -> {
                byte[] buffer = new byte[65536];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    write(out, tty, java.util.Arrays.copyOf(buffer, n));
                }
            }
            case "exit" -> {
                return Integer.parseInt(command.get(1));
            }
            default -> throw new IOException("no such script: " + command);
        }
        return 0;
    }

    private static void write(OutputStream out, boolean tty, byte[] text) throws IOException {
        if (!tty) {
            out.write(ByteBuffer.allocate(8)
                    .put((byte) 1)
                    .position(4)
                    .putInt(text.length)
                    .array());
        }
        out.write(text);
        out.flush();
    }

    void end(int code) {
        exitCode = code;
        finished = Instant.now();
        status = ContainerStatus.EXITED;
        if (spec.autoRemove()) {
            removal.accept(id);
        }
        ended.countDown();
    }

    void awaitEnd() {
        await(ended);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("timed out");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    StatsSample sample(long cpu) {
        return new StatsSample(
                id,
                name,
                Instant.now(),
                1,
                0,
                cpu,
                cpu / 2,
                cpu / 2,
                cpu * 10,
                2,
                0,
                0,
                0,
                1 << 20,
                2 << 20,
                0,
                1 << 30,
                Map.of("cache", 1L),
                List.of(new StatsSample.BlockIo(8, 0, "read", 4096)),
                Map.of("eth0", new StatsSample.Interface(1, 2, 3, 4, 5, 6, 7, 8)),
                status == ContainerStatus.RUNNING);
    }

    Container view() {
        boolean running = status == ContainerStatus.RUNNING;
        List<PortBinding> ports = spec.network().ports().stream()
                .map(port -> new PortBinding(
                        port.containerPort(),
                        port.protocol(),
                        port.hostIp(),
                        port.hostPort() == 0 ? 32768 : port.hostPort()))
                .toList();
        Endpoint endpoint = new Endpoint(
                "e".repeat(64),
                "n".repeat(64),
                "bridge",
                id,
                name,
                "172.17.0.2",
                16,
                "172.17.0.1",
                "",
                0,
                "",
                "02:42:ac:11:00:02",
                "eth0",
                List.of());
        return new Container(
                id,
                name,
                created,
                spec,
                "sha256:" + "a".repeat(64),
                command().getFirst(),
                command().subList(1, command().size()),
                new ContainerState(
                        status,
                        running ? 4242 : 0,
                        exitCode,
                        "",
                        false,
                        status == ContainerStatus.CREATED ? null : created,
                        finished,
                        null),
                0,
                "overlay2",
                "davit",
                "/log",
                "/hostname",
                "/hosts",
                "/resolv.conf",
                List.of(new MountPoint(MountType.VOLUME, "data", "/vol/data", "/data", "local", "z", true, "")),
                running ? new Sandbox(id, "/run/netns/x", "", "", "", List.of(endpoint), ports) : null,
                List.of(),
                null,
                null);
    }
}
