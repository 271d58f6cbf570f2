package dev.davit.network.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs kernel work on platform threads of its own: a virtual thread must not enter a namespace (its carrier would
 * stay there), and would pin its carrier while the kernel holds it.
 */
@Component
public final class Kernel implements AutoCloseable {

    private static final int THREADS = 4; // rtnetlink lets one at a time in; the others make namespaces meanwhile

    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS,
            work -> Thread.ofPlatform()
                    .name("kernel-" + count.incrementAndGet())
                    .daemon()
                    .unstarted(work));
    private final ThreadLocal<NetlinkSocket> sockets = ThreadLocal.withInitial(NetlinkSocket::route);

    /** Work with the host's links. */
    @FunctionalInterface
    public interface LinkWork<T> {
        /** Does it. */
        T run(Links host);
    }

    /** Work within a new namespace. */
    @FunctionalInterface
    public interface NamespaceWork {
        /**
         * Does it. It may not wake, start or log anything: a thread of the JVM born meanwhile would live in the
         * namespace.
         */
        void run(NetworkNamespace namespace, Links host);
    }

    /** Runs {@code work} and waits for it; what it throws is thrown. */
    public <T> T run(LinkWork<T> work) {
        return await(threads.submit(() -> work.run(host())));
    }

    /** As {@link #run}, with nothing to answer. */
    public void execute(Consumer<Links> work) {
        run(host -> {
            work.accept(host);
            return true;
        });
    }

    /**
     * Begins to make a namespace, or to open the one at {@code path} where that is given, has {@code work} set it up from
     * within, then {@code after} run outside with it still held, which may pin it. Whatever is not pinned by then is gone.
     */
    public CompletableFuture<Boolean> inNewNamespace(
            @Nullable String path, NamespaceWork work, Consumer<NetworkNamespace> after) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Links host = host();
                    try (NetworkNamespace namespace =
                            path == null ? NetworkNamespace.create() : NetworkNamespace.open(path)) {
                        namespace.within(() -> work.run(namespace, host));
                        after.accept(namespace);
                        return true;
                    }
                },
                threads);
    }

    /** Lets go of a pinned namespace, if it is. It ends with its last process, and its links with it. */
    public static void unpin(Path path) {
        try {
            LibC.unmount(path.toString());
        } catch (KernelException failure) {
            if (failure.errno() != KernelException.EINVAL && failure.errno() != KernelException.ENOENT) {
                throw failure;
            }
        }
    }

    /** Writes a kernel setting of the calling thread's namespace, such as {@code net.ipv4.ip_forward}. */
    public static void setting(String name, String value) {
        String path = path(name).toString();
        int fd = LibC.open(path, LibC.O_WRONLY | LibC.O_CLOEXEC);
        try {
            LibC.write(fd, path, value.getBytes(StandardCharsets.UTF_8));
        } finally {
            LibC.close(fd);
        }
    }

    /** Reads a kernel setting of the calling thread's namespace. */
    public static String setting(String name) {
        try {
            return Files.readString(path(name)).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether this kernel knows a setting. */
    public static boolean hasSetting(String name) {
        return Files.exists(path(name));
    }

    // As sysctl(8) does: dots part the name, and a slash stands for a dot in a link's name.
    private static Path path(String name) {
        StringBuilder path = new StringBuilder("/proc/sys/");
        name.chars().map(c -> c == '.' ? '/' : c == '/' ? '.' : c).forEach(c -> path.append((char) c));
        return Path.of(path.toString());
    }

    private Links host() {
        return new Links(sockets.get());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new CompletionException(cause);
                case null -> throw new CompletionException(failure);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interrupted);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
