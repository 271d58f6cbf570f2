package dev.davit.engine.bundle;

import dev.davit.contracts.engine.Security;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Linux capabilities of containers: Docker's fourteen, and what a client adds to them or takes from them. */
final class Capabilities {

    static final List<String> DEFAULT = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FSETID",
            "CAP_FOWNER",
            "CAP_MKNOD",
            "CAP_NET_RAW",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETFCAP",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT",
            "CAP_KILL",
            "CAP_AUDIT_WRITE");

    // By number, as in linux/capability.h.
    private static final List<String> NAMES = List.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "KILL",
            "SETGID",
            "SETUID",
            "SETPCAP",
            "LINUX_IMMUTABLE",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_ADMIN",
            "NET_RAW",
            "IPC_LOCK",
            "IPC_OWNER",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_CHROOT",
            "SYS_PTRACE",
            "SYS_PACCT",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_NICE",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "MKNOD",
            "LEASE",
            "AUDIT_WRITE",
            "AUDIT_CONTROL",
            "SETFCAP",
            "MAC_OVERRIDE",
            "MAC_ADMIN",
            "SYSLOG",
            "WAKE_ALARM",
            "BLOCK_SUSPEND",
            "AUDIT_READ",
            "PERFMON",
            "BPF",
            "CHECKPOINT_RESTORE");

    private static final List<String> GRANTABLE = grantable();

    private Capabilities() {}

    /** Those of a container. Invalid: a name that no kernel knows. */
    static List<String> of(Security security) {
        return of(security.capAdd(), security.capDrop(), security.privileged());
    }

    static List<String> of(List<String> add, List<String> drop, boolean privileged) {
        List<String> added = add.stream().map(Capabilities::normal).toList();
        List<String> dropped = drop.stream().map(Capabilities::normal).toList();
        if (privileged) {
            return GRANTABLE;
        }
        Set<String> granted = new LinkedHashSet<>();
        if (added.contains("ALL")) {
            granted.addAll(GRANTABLE);
        } else if (!dropped.contains("ALL")) {
            granted.addAll(DEFAULT);
        }
        granted.removeAll(dropped);
        added.stream().filter(name -> !name.equals("ALL")).forEach(granted::add);
        return List.copyOf(granted);
    }

    private static String normal(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("CAP_") ? upper.substring(4) : upper;
        if (bare.equals("ALL")) {
            return bare;
        }
        if (!NAMES.contains(bare)) {
            throw DavitException.invalid("invalid capability: unknown capability: \"CAP_" + bare + "\"");
        }
        return "CAP_" + bare;
    }

    // A capability that the engine itself cannot have cannot be given on.
    private static List<String> grantable() {
        BigInteger bounding = bounding();
        List<String> all = new ArrayList<>();
        for (int number = 0; number < NAMES.size(); number++) {
            if (bounding.testBit(number)) {
                all.add("CAP_" + NAMES.get(number));
            }
        }
        return List.copyOf(all);
    }

    private static BigInteger bounding() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapBnd:"))
                    .map(line ->
                            new BigInteger(line.substring("CapBnd:".length()).strip(), 16))
                    .findFirst()
                    .orElse(BigInteger.ZERO);
        } catch (IOException failure) {
            return BigInteger.ZERO;
        }
    }
}
