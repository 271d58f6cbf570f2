package dev.davit.engine.container;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.MountPoint;
import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.contracts.storage.IdMappings;
import dev.davit.contracts.storage.Snapshot;
import dev.davit.contracts.storage.SnapshotSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mounts of a container: what storage is asked for, and what became of it. */
final class Mounts {

    private Mounts() {}

    static SnapshotSpec snapshotSpec(String id, ContainerSpec spec, @Nullable IdMappings ids) {
        Set<String> targets = spec.mounts().stream().map(MountSpec::target).collect(Collectors.toSet());
        List<SnapshotSpec.VolumeMount> volumes = new ArrayList<>();
        List<String> covered = new ArrayList<>();
        for (MountSpec mount : spec.mounts()) {
            if (mount.type() == MountType.VOLUME) {
                volumes.add(new SnapshotSpec.VolumeMount(
                        mount.source(),
                        mount.target(),
                        mount.noCopy(),
                        mount.volumeDriver(),
                        mount.volumeOptions(),
                        mount.volumeLabels()));
            } else {
                covered.add(mount.target());
            }
        }
        spec.volumes().stream()
                .filter(target -> !targets.contains(target))
                .map(target -> new SnapshotSpec.VolumeMount(null, target, false, null, Map.of(), Map.of()))
                .forEach(volumes::add);
        return new SnapshotSpec(id, spec.image(), spec.platform(), volumes, covered, spec.autoRemove(), ids);
    }

    static List<MountPoint> mountPoints(ContainerSpec spec, Snapshot snapshot) {
        Map<String, MountSpec> byTarget = spec.mounts().stream()
                .collect(Collectors.toMap(MountSpec::target, Function.identity(), (first, second) -> first));
        List<MountPoint> points = new ArrayList<>();
        spec.mounts().stream()
                .filter(mount -> mount.type() == MountType.BIND)
                .map(Mounts::bind)
                .forEach(points::add);
        snapshot.volumes().stream()
                .map(volume -> volume(volume, byTarget.get(volume.target())))
                .forEach(points::add);
        spec.mounts().stream()
                .filter(mount -> mount.type() == MountType.TMPFS && mount.bind() == null)
                .map(mount -> new MountPoint(MountType.TMPFS, "", "", mount.target(), "", "", !mount.readOnly(), ""))
                .forEach(points::add);
        return List.copyOf(points);
    }

    private static MountPoint bind(MountSpec mount) {
        String propagation =
                mount.propagation() == null || mount.propagation().isEmpty() ? "rprivate" : mount.propagation();
        return new MountPoint(
                MountType.BIND,
                "",
                mount.source() == null ? "" : mount.source(),
                mount.target(),
                "",
                shortMode(mount),
                !mount.readOnly(),
                propagation);
    }

    private static MountPoint volume(Snapshot.AttachedVolume volume, @Nullable MountSpec mount) {
        String mode = mount == null ? "" : shortMode(mount);
        return new MountPoint(
                MountType.VOLUME,
                volume.name(),
                volume.source(),
                volume.target(),
                volume.driver(),
                mode.isEmpty() && mount != null ? "z" : mode,
                mount == null || !mount.readOnly(),
                "");
    }

    // The third part of source:target:mode.
    private static String shortMode(MountSpec mount) {
        String bind = mount.bind();
        if (bind == null) {
            return "";
        }
        int mode = bind.indexOf(':' + mount.target() + ':');
        return mode < 0 ? "" : bind.substring(mode + mount.target().length() + 2);
    }
}
