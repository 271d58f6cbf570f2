package dev.davit.network.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A network namespace that this object holds. It lives on if it is pinned to a file. */
public final class NetworkNamespace implements AutoCloseable {

    private static final String OWN = "/proc/thread-self/ns/net";
    private static final int HOST = LibC.open("/proc/self/ns/net", LibC.O_RDONLY | LibC.O_CLOEXEC);

    private final int fd;
    private final NetlinkSocket socket;

    private NetworkNamespace(int fd, NetlinkSocket socket) {
        this.fd = fd;
        this.socket = socket;
    }

    /** A new one. The calling thread, a platform thread, is in the host's again when this returns. */
    static NetworkNamespace create() {
        try {
            LibC.unshare(LibC.CLONE_NEWNET);
            return new NetworkNamespace(LibC.open(OWN, LibC.O_RDONLY | LibC.O_CLOEXEC), NetlinkSocket.route());
        } finally {
            LibC.setns(HOST);
        }
    }

    /** One that somebody else made. The calling thread, a platform thread, is in the host's again when this returns. */
    static NetworkNamespace open(String path) {
        int fd = LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC);
        try {
            LibC.setns(fd);
            return new NetworkNamespace(fd, NetlinkSocket.route());
        } catch (RuntimeException failure) {
            LibC.close(fd);
            throw failure;
        } finally {
            LibC.setns(HOST);
        }
    }

    /** Runs {@code work} with the calling thread inside. */
    void within(Runnable work) {
        LibC.setns(fd);
        try {
            work.run();
        } finally {
            LibC.setns(HOST);
        }
    }

    /** Its links. */
    public Links links() {
        return new Links(socket);
    }

    /** A number by which the kernel finds it while this is open. */
    public int descriptor() {
        return fd;
    }

    /** Keeps it at {@code path} beyond this object's and this process's life. */
    public void pin(Path path) {
        try {
            Files.createDirectories(path.getParent());
            if (!Files.exists(path)) {
                Files.createFile(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot pin a network namespace to " + path, failure);
        }
        LibC.bindMount("/proc/thread-self/fd/" + fd, path.toString());
    }

    @Override
    public void close() {
        socket.close();
        LibC.close(fd);
    }
}
