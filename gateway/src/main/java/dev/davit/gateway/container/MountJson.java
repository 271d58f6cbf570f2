package dev.davit.gateway.container;

import dev.davit.contracts.engine.MountPoint;
import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.gateway.api.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mounts as they were asked for, and as they were made. */
final class MountJson {

    private MountJson() {}

    static @Nullable List<String> binds(List<MountSpec> mounts) {
        List<String> binds = mounts.stream()
                .filter(mount -> mount.type() != MountType.TMPFS && mount.bind() != null)
                .map(MountSpec::bind)
                .toList();
        return binds.isEmpty() ? null : binds;
    }

    static Map<String, String> tmpfs(List<MountSpec> mounts) {
        Map<String, String> tmpfs = new LinkedHashMap<>();
        for (MountSpec mount : mounts) {
            String options = mount.bind();
            if (mount.type() == MountType.TMPFS && options != null) {
                tmpfs.put(mount.target(), options);
            }
        }
        return tmpfs;
    }

    static List<Map<String, @Nullable Object>> mounts(List<MountSpec> mounts) {
        return mounts.stream()
                .filter(mount -> mount.bind() == null)
                .map(MountJson::mount)
                .toList();
    }

    private static Map<String, @Nullable Object> mount(MountSpec mount) {
        Json json = Json.object()
                .put("Type", mount.type().name().toLowerCase(Locale.ROOT))
                .putUnlessEmpty("Source", mount.source())
                .put("Target", mount.target())
                .putUnlessEmpty("ReadOnly", mount.readOnly());
        Json options = switch (mount.type()) {
            case BIND -> bindOptions(mount);
            case VOLUME -> volumeOptions(mount);
            case TMPFS -> TmpfsOptions.json(mount.tmpfsOptions());
        };
        String name = switch (mount.type()) {
            case BIND -> "BindOptions";
            case VOLUME -> "VolumeOptions";
            case TMPFS -> "TmpfsOptions";
        };
        return json.putUnlessEmpty(name, options.map()).map();
    }

    private static Json bindOptions(MountSpec mount) {
        boolean usual = "rprivate".equals(mount.propagation());
        return Json.object()
                .putUnlessEmpty("Propagation", usual ? null : mount.propagation())
                .putUnlessEmpty("NonRecursive", mount.nonRecursive())
                .putUnlessEmpty("CreateMountpoint", mount.createMountpoint());
    }

    private static Json volumeOptions(MountSpec mount) {
        Json driver = Json.object()
                .putUnlessEmpty("Name", mount.volumeDriver())
                .putUnlessEmpty("Options", mount.volumeOptions());
        return Json.object()
                .putUnlessEmpty("NoCopy", mount.noCopy())
                .putUnlessEmpty("Labels", mount.volumeLabels())
                .putUnlessEmpty("DriverConfig", driver.map());
    }

    static List<Map<String, @Nullable Object>> points(List<MountPoint> mounts) {
        return mounts.stream().map(MountJson::point).toList();
    }

    private static Map<String, @Nullable Object> point(MountPoint mount) {
        return Json.object()
                .put("Type", mount.type().name().toLowerCase(Locale.ROOT))
                .putUnlessEmpty("Name", mount.name())
                .put("Source", mount.source())
                .put("Destination", mount.destination())
                .putUnlessEmpty("Driver", mount.driver())
                .put("Mode", mount.mode())
                .put("RW", mount.readWrite())
                .put("Propagation", mount.propagation())
                .map();
    }
}
