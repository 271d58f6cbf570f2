package dev.davit.engine.container;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.LogSpec;
import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.contracts.engine.Resources;
import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.platform.error.DavitException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a client may ask for; the texts are those of dockerd. */
public final class SpecRules {

    private static final long LEAST_MEMORY = 6L * 1024 * 1024;
    private static final Set<String> RESTART_POLICIES = Set.of("", "no", "always", "unless-stopped", "on-failure");
    private static final Set<String> LOG_DRIVERS = Set.of("", "json-file", "none");

    private SpecRules() {}

    static void check(ContainerSpec spec) {
        checkMounts(spec.mounts());
        checkResources(spec.resources());
        checkRestart(spec.restart(), spec.autoRemove());
        checkLog(spec.log());
        String workingDir = spec.process().workingDir();
        if (!workingDir.isEmpty() && !workingDir.startsWith("/")) {
            throw DavitException.invalid(
                    "the working directory '" + workingDir + "' is invalid, it needs to be an absolute path");
        }
        if (Boolean.TRUE.equals(spec.security().init())) {
            throw DavitException.notImplemented("an init process in the container (--init) is not built yet");
        }
    }

    private static void checkMounts(List<MountSpec> mounts) {
        Set<String> targets = new HashSet<>();
        for (MountSpec mount : mounts) {
            if (!mount.target().startsWith("/")) {
                throw invalid(mount, "mount path must be absolute");
            }
            if (Path.of(mount.target()).normalize().equals(Path.of("/"))) {
                throw invalid(mount, "destination can't be '/'");
            }
            if (!targets.add(Path.of(mount.target()).normalize().toString())) {
                throw DavitException.invalid("Duplicate mount point: " + mount.target());
            }
            if (mount.type() == MountType.BIND) {
                checkBind(mount);
            }
        }
    }

    private static void checkBind(MountSpec mount) {
        String source = mount.source();
        if (source == null || source.isEmpty()) {
            throw invalid(mount, "field Source must not be empty");
        }
        if (!source.startsWith("/")) {
            throw invalid(mount, "invalid mount path: '" + source + "' mount path must be absolute");
        }
        if (!mount.createMountpoint() && !Files.exists(Path.of(source))) {
            throw invalid(mount, "bind source path does not exist: " + source);
        }
    }

    private static DavitException invalid(MountSpec mount, String why) {
        String type = mount.type().name().toLowerCase(java.util.Locale.ROOT);
        return DavitException.invalid("invalid mount config for type \"" + type + "\": " + why);
    }

    /** Checks limits; also of an update. */
    public static void checkResources(Resources resources) {
        if (resources.memory() > 0 && resources.memory() < LEAST_MEMORY) {
            throw DavitException.invalid("Minimum memory limit allowed is 6MB");
        }
        if (resources.memory() > 0 && resources.memorySwap() > 0 && resources.memorySwap() < resources.memory()) {
            throw DavitException.invalid("Minimum memoryswap limit should be larger than memory limit, see usage");
        }
        if (resources.memory() == 0 && resources.memorySwap() > 0) {
            throw DavitException.invalid(
                    "You should always set the Memory limit when using Memoryswap limit, see usage");
        }
        if (resources.nanoCpus() > 0 && (resources.cpuQuota() > 0 || resources.cpuPeriod() > 0)) {
            String other = resources.cpuPeriod() > 0 ? "CPU Period" : "CPU Quota";
            throw DavitException.invalid("Conflicting options: Nano CPUs and " + other + " cannot both be set");
        }
        int processors = Runtime.getRuntime().availableProcessors();
        if (resources.nanoCpus() < 0 || resources.nanoCpus() > processors * 1_000_000_000L) {
            throw DavitException.invalid(String.format(
                    java.util.Locale.ROOT,
                    "range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available",
                    processors,
                    processors));
        }
        if (resources.blkioWeight() != 0 && (resources.blkioWeight() < 10 || resources.blkioWeight() > 1000)) {
            throw DavitException.invalid("range of blkio weight is from 10 to 1000");
        }
    }

    /** Checks a restart policy; also of an update. */
    public static void checkRestart(RestartPolicy restart, boolean autoRemove) {
        if (!RESTART_POLICIES.contains(restart.name())) {
            throw DavitException.invalid("invalid restart policy: unknown policy '" + restart.name()
                    + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
        }
        if (restart.maximumRetryCount() != 0 && !restart.name().equals("on-failure")) {
            throw DavitException.invalid(
                    "invalid restart policy: maximum retry count can only be used with 'on-failure'");
        }
        if (restart.maximumRetryCount() < 0) {
            throw DavitException.invalid("invalid restart policy: maximum retry count cannot be negative");
        }
        if (autoRemove && !restart.name().isEmpty() && !restart.name().equals("no")) {
            throw DavitException.invalid("can't create 'AutoRemove' container with restart policy");
        }
    }

    private static void checkLog(LogSpec log) {
        if (!LOG_DRIVERS.contains(log.driver())) {
            throw DavitException.invalid("logger: no log driver named '" + log.driver() + "' is registered");
        }
        for (String option : log.options().keySet()) {
            if (!Set.of(
                            "max-size",
                            "max-file",
                            "labels",
                            "labels-regex",
                            "env",
                            "env-regex",
                            "tag",
                            "mode",
                            "max-buffer-size",
                            "compress")
                    .contains(option)) {
                throw DavitException.invalid("unknown log opt '" + option + "' for json-file log driver");
            }
        }
    }
}
