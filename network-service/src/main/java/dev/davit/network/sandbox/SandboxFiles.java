package dev.davit.network.sandbox;

import dev.davit.contracts.network.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes a sandbox's hostname, hosts and resolv.conf, which the container has mounted. */
@Component
class SandboxFiles {

    private static final Path HOST_HOSTS = Path.of("/etc/hosts");
    private static final Path HOST_RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final Path RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

    private static final List<String> NAMES = List.of("hostname", "hosts", "resolv.conf");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private final SandboxPaths paths;

    SandboxFiles(SandboxPaths paths) {
        this.paths = paths;
    }

    /**
     * Writes them.
     *
     * @param hostMode the sandbox is the host's own network
     * @param gateway what {@code host-gateway} stands for
     */
    void write(SandboxSpec spec, boolean hostMode, String gateway, List<String> addresses) {
        Path folder = paths.files(spec.id());
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("hostname"), spec.hostname() + "\n");
            String hosts = hostMode && spec.extraHosts().isEmpty() && Files.isReadable(HOST_HOSTS)
                    ? Files.readString(HOST_HOSTS)
                    : HostsFile.text(spec.extraHosts(), gateway, spec.hostname(), spec.domainname(), addresses);
            Files.writeString(folder.resolve("hosts"), hosts);
            String resolvConf =
                    hostResolvConf(hostMode).text(spec.dns(), spec.dnsSearch(), spec.dnsOptions(), !hostMode);
            Files.writeString(folder.resolve("resolv.conf"), resolvConf);
            open(folder, spec.user());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the files of sandbox " + spec.id(), failure);
        }
    }

    // Every user of the container reads them, whatever this service's umask, and its root may change them.
    private static void open(Path folder, SandboxSpec.@Nullable UserNamespace user) throws IOException {
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            Files.setPosixFilePermissions(file, READABLE);
            if (user != null) {
                Files.setAttribute(file, "unix:uid", (int) user.uid());
                Files.setAttribute(file, "unix:gid", (int) user.gid());
            }
        }
    }

    /** Writes other lines of peers to the hosts file, in place: the container has this very file mounted. */
    void writePeers(String id, List<String> lines) {
        Path hosts = paths.files(id).resolve("hosts");
        try (FileChannel file = FileChannel.open(hosts, StandardOpenOption.WRITE)) {
            byte[] text = HostsFile.withPeers(Files.readString(hosts), lines).getBytes(StandardCharsets.UTF_8);
            // Truncated last: whoever reads meanwhile finds localhost at least.
            file.write(ByteBuffer.wrap(text), 0);
            file.truncate(text.length);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + hosts, failure);
        }
    }

    private static ResolvConf hostResolvConf(boolean hostMode) throws IOException {
        ResolvConf own = new ResolvConf(readIfThere(HOST_RESOLV_CONF));
        return own.isStub() && !hostMode ? new ResolvConf(readIfThere(RESOLVED)) : own;
    }

    private static String readIfThere(Path path) throws IOException {
        return Files.isReadable(path) ? Files.readString(path) : "";
    }
}
