package dev.davit.gateway.container;

import dev.davit.contracts.engine.Security;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Set;

/** Reads what a container may do. */
final class SecurityReader {

    private static final Set<String> IPC = Set.of("", "none", "private", "shareable", "host");

    private SecurityReader() {}

    static Security read(Fields host, ApiVersion version) {
        return new Security(
                host.flag("Privileged"),
                host.flag("ReadonlyRootfs"),
                Capabilities.check("CapAdd", orNone(host, "CapAdd")),
                Capabilities.check("CapDrop", orNone(host, "CapDrop")),
                host.texts("GroupAdd"),
                host.texts("SecurityOpt"),
                mode(host, "PidMode", "PID"),
                ipcMode(host, version),
                hostOnly(host, "UTSMode", "UTS"),
                cgroupnsMode(host),
                usernsMode(host),
                host.text("CgroupParent"),
                host.textMap("Sysctls"),
                host.textsOrNull("MaskedPaths"),
                host.textsOrNull("ReadonlyPaths"),
                host.text("Runtime"),
                host.flagOrNull("Init"));
    }

    private static List<String> orNone(Fields host, String name) {
        List<String> names = host.textOrTexts(name);
        checkIsolation(host);
        return names == null ? List.of() : names;
    }

    private static void checkIsolation(Fields host) {
        String isolation = host.text("Isolation");
        if (!isolation.isEmpty() && !isolation.equalsIgnoreCase("default")) {
            throw DavitException.invalid("invalid isolation (" + isolation + "): linux only supports 'default'");
        }
    }

    private static String mode(Fields host, String name, String what) {
        String mode = host.text(name);
        if (!mode.isEmpty() && !mode.equals("host") && !isContainer(mode)) {
            throw DavitException.invalid("invalid " + what + " mode: " + mode);
        }
        return mode;
    }

    private static String hostOnly(Fields host, String name, String what) {
        String mode = host.text(name);
        if (!mode.isEmpty() && !mode.equals("host")) {
            throw DavitException.invalid("invalid " + what + " mode: " + mode);
        }
        return mode;
    }

    private static String ipcMode(Fields host, ApiVersion version) {
        String mode = host.text("IpcMode");
        if (!IPC.contains(mode) && !isContainer(mode)) {
            throw DavitException.invalid("invalid IPC mode: " + mode);
        }
        return mode.isEmpty() && !version.atLeast(40) ? "shareable" : mode;
    }

    private static String cgroupnsMode(Fields host) {
        String mode = host.text("CgroupnsMode");
        if (!mode.isEmpty() && !mode.equals("host") && !mode.equals("private")) {
            throw DavitException.invalid("invalid cgroup namespace mode: " + mode);
        }
        return mode;
    }

    private static String usernsMode(Fields host) {
        String mode = host.text("UsernsMode");
        if (!mode.isEmpty() && !mode.equals("host") && !mode.equals("private")) {
            throw DavitException.invalid("invalid USER mode: " + mode);
        }
        return mode;
    }

    private static boolean isContainer(String mode) {
        return mode.startsWith("container:") && mode.length() > "container:".length();
    }
}
