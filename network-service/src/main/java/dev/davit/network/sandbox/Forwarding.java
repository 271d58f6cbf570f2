package dev.davit.network.sandbox;

import dev.davit.network.netlink.Kernel;
import dev.davit.platform.DavitProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/**
 * Whether the host forwards IPv4 at all. If it did not before us, then only for us: the packet filter drops the rest,
 * until the next reboot (a file among the run-time files remembers).
 */
@Component
class Forwarding {

    private static final String SETTING = "net.ipv4.ip_forward";

    private final Path mark;

    Forwarding(DavitProperties properties) {
        this.mark = properties.run("network").resolve("ip_forward");
    }

    /** Decides, before anything is opened, whether forwarding is ours to enable. */
    void plan() {
        if (Kernel.setting(SETTING).equals("0")) {
            try {
                Files.createDirectories(mark.getParent());
                Files.writeString(mark, "enabled by this platform\n");
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write " + mark, failure);
            }
        }
    }

    boolean isOurs() {
        return Files.exists(mark);
    }

    void enable() {
        if (isOurs()) {
            Kernel.setting(SETTING, "1");
        }
    }
}
