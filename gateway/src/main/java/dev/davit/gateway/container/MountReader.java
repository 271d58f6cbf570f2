package dev.davit.gateway.container;

import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads Binds, Mounts and Tmpfs. */
final class MountReader {

    private MountReader() {}

    static List<MountSpec> read(Fields host, ApiVersion version, List<String> warnings) {
        List<MountSpec> mounts = new ArrayList<>();
        String driver = host.text("VolumeDriver");
        host.texts("Binds").forEach(text -> mounts.add(MountText.parse(text, driver)));
        for (Fields mount : host.objects("Mounts")) {
            mounts.add(mount(mount, version));
            mount.refuseUnread();
        }
        host.textMap("Tmpfs").forEach((target, options) -> mounts.add(tmpfs(target, options)));
        refuseDuplicates(mounts);
        if (!driver.isEmpty() && version.atLeast(48) && mounts.stream().anyMatch(MountReader::hasNoDriver)) {
            warnings.add("WARNING: the container-wide volume-driver configuration is ignored for volumes specified via"
                    + " 'mount'. Use '--mount type=volume,volume-driver=...' instead");
        }
        return mounts;
    }

    private static boolean hasNoDriver(MountSpec mount) {
        return mount.bind() == null && mount.type() == MountType.VOLUME && mount.volumeDriver() == null;
    }

    private static void refuseDuplicates(List<MountSpec> mounts) {
        Set<String> targets = new HashSet<>();
        for (MountSpec mount : mounts) {
            if (mount.type() != MountType.TMPFS && !targets.add(mount.target())) {
                throw DavitException.invalid("Duplicate mount point: " + mount.target());
            }
        }
    }

    private static MountSpec tmpfs(String target, String options) {
        String problem = MountText.targetProblem(target);
        if (problem != null) {
            throw DavitException.invalid(problem);
        }
        List<String> list = options.isEmpty() ? List.of() : List.of(options.split(",", -1));
        return new MountSpec(
                MountType.TMPFS,
                null,
                MountText.clean(target),
                list.contains("ro"),
                null,
                false,
                false,
                false,
                null,
                Map.of(),
                Map.of(),
                list,
                options);
    }

    private static MountSpec mount(Fields mount, ApiVersion version) {
        String type = mount.text("Type");
        mount.ignore("Consistency"); // says nothing on Linux
        switch (type) {
            case "bind", "volume", "tmpfs" -> {}
            case "image", "cluster", "npipe" ->
                throw DavitException.notImplemented("mount type \"" + type + "\" is not implemented by Davit yet");
            default -> throw wrong(type, "mount type unknown");
        }
        String target = mount.text("Target");
        if (target.isEmpty()) {
            throw wrong(type, "field Target must not be empty");
        }
        String problem = MountText.targetProblem(target);
        if (problem != null) {
            throw wrong(type, problem);
        }
        refuseForeignOptions(mount, type, version);
        return switch (type) {
            case "bind" -> bind(mount, target, version);
            case "volume" -> volume(mount, target);
            default -> tmpfs(mount, target);
        };
    }

    private static void refuseForeignOptions(Fields mount, String type, ApiVersion version) {
        for (String owner : List.of("bind", "volume", "tmpfs")) {
            String name = owner.substring(0, 1).toUpperCase(Locale.ROOT) + owner.substring(1) + "Options";
            if (!owner.equals(type) && mount.has(name)) {
                if (version.atLeast(42)) {
                    throw DavitException.invalid(name + " must not be specified on mount type \"" + type + "\"");
                }
                mount.ignore(name);
            }
        }
    }

    private static MountSpec bind(Fields mount, String target, ApiVersion version) {
        String source = mount.text("Source");
        if (source.isEmpty()) {
            throw wrong("bind", "field Source must not be empty");
        }
        if (!source.startsWith("/")) {
            throw wrong("bind", "invalid mount path: '" + source + "' mount path must be absolute");
        }
        Fields options = mount.object("BindOptions");
        String propagation = options.text("Propagation");
        if (!propagation.isEmpty() && !MountText.PROPAGATIONS.contains(propagation)) {
            throw wrong("bind", "invalid propagation mode: " + propagation);
        }
        boolean nonRecursive = options.flag("NonRecursive") && version.atLeast(40);
        boolean create = options.flag("CreateMountpoint") && version.atLeast(42);
        options.refuseUnread();
        return new MountSpec(
                MountType.BIND,
                MountText.clean(source),
                MountText.clean(target),
                mount.flag("ReadOnly"),
                propagation.isEmpty() ? "rprivate" : propagation,
                nonRecursive,
                false,
                create,
                null,
                Map.of(),
                Map.of(),
                List.of(),
                null);
    }

    private static MountSpec volume(Fields mount, String target) {
        String name = mount.textOrNull("Source");
        boolean readOnly = mount.flag("ReadOnly");
        if (readOnly && name == null) {
            throw wrong("volume", "must not set ReadOnly mode when using anonymous volumes");
        }
        Fields options = mount.object("VolumeOptions");
        Fields driver = options.object("DriverConfig");
        boolean noCopy = options.flag("NoCopy");
        Map<String, String> labels = options.textMap("Labels");
        options.refuseUnread();
        return new MountSpec(
                MountType.VOLUME,
                name,
                MountText.clean(target),
                readOnly,
                null,
                false,
                noCopy,
                false,
                driver.textOrNull("Name"),
                driver.textMap("Options"),
                labels,
                List.of(),
                null);
    }

    private static MountSpec tmpfs(Fields mount, String target) {
        if (mount.has("Source") && !mount.text("Source").isEmpty()) {
            throw wrong("tmpfs", "field Source must not be specified");
        }
        boolean readOnly = mount.flag("ReadOnly");
        Fields options = mount.object("TmpfsOptions");
        return new MountSpec(
                MountType.TMPFS,
                null,
                MountText.clean(target),
                readOnly,
                null,
                false,
                false,
                false,
                null,
                Map.of(),
                Map.of(),
                TmpfsOptions.read(options, readOnly),
                null);
    }

    static DavitException wrong(@Nullable String type, String problem) {
        return DavitException.invalid("invalid mount config for type \"" + type + "\": " + problem);
    }
}
