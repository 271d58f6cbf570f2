package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads platforms as users write them, with the errors of containerd's {@code platforms} package. */
final class PlatformSpecifier {

    private static final Set<String> SYSTEMS = Set.of(
            "aix",
            "android",
            "darwin",
            "dragonfly",
            "freebsd",
            "hurd",
            "illumos",
            "ios",
            "js",
            "linux",
            "nacl",
            "netbsd",
            "openbsd",
            "plan9",
            "solaris",
            "windows",
            "zos");

    private static final Set<String> PROCESSORS = Set.of(
            "386",
            "amd64",
            "amd64p32",
            "arm",
            "armbe",
            "arm64",
            "arm64be",
            "ppc64",
            "ppc64le",
            "loong64",
            "mips",
            "mipsle",
            "mips64",
            "mips64le",
            "mips64p32",
            "mips64p32le",
            "ppc",
            "riscv",
            "riscv64",
            "s390",
            "s390x",
            "sparc",
            "sparc64",
            "wasm");

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern SYSTEM = Pattern.compile("([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.-]*)\\))?");

    private PlatformSpecifier() {}

    static Platform parse(String specifier) {
        if (specifier.contains("*")) {
            throw invalid(specifier, "wildcards not yet supported");
        }
        String[] parts = specifier.split("/", -1);
        Matcher system = SYSTEM.matcher(parts[0]);
        if (!system.matches()) {
            throw DavitException.invalid("\"" + parts[0] + "\" is an invalid OS component of \"" + specifier
                    + "\": OSAndVersion specifier component must match \"" + SYSTEM + "\": invalid argument");
        }
        for (String part : parts) {
            if (!part.equals(parts[0]) && !PART.matcher(part).matches()) {
                throw DavitException.invalid("\"" + part + "\" is an invalid component of \"" + specifier
                        + "\": platform specifier component must match \"" + PART + "\": invalid argument");
            }
        }
        return switch (parts.length) {
            case 1 -> single(specifier, system);
            case 2 -> parsed(system, parts[1], "");
            case 3 -> parsed(system, parts[1], parts[2]);
            default -> throw invalid(specifier, "cannot parse platform specifier");
        };
    }

    /** One word is a system or a processor; what is missing is this host's. */
    private static Platform single(String specifier, Matcher system) {
        Platform asSystem = parsed(system, Platform.host().architecture(), "");
        if (SYSTEMS.contains(asSystem.os())) {
            return asSystem;
        }
        Platform asProcessor = new Platform("linux", specifier, "").normalized();
        if (PROCESSORS.contains(asProcessor.architecture())) {
            return asProcessor;
        }
        throw invalid(specifier, "unknown operating system or architecture");
    }

    private static Platform parsed(Matcher system, String architecture, String variant) {
        String version = system.group(2);
        return new Platform(system.group(1), architecture, variant, version == null ? "" : version, List.of())
                .normalized();
    }

    private static DavitException invalid(String specifier, String why) {
        return DavitException.invalid("\"" + specifier + "\": " + why + ": invalid argument");
    }
}
