package dev.davit.gateway.volume;

import dev.davit.contracts.storage.Volume;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Times;

/** A volume as Docker shows it. */
public final class VolumeJson {

    private VolumeJson() {}

    /** Without its use of the disk, which costs a walk. */
    public static Json of(Volume volume) {
        return Json.object()
                .put("CreatedAt", Times.seconds(volume.created()))
                .put("Driver", volume.driver())
                .put("Labels", volume.labels().isEmpty() ? null : volume.labels())
                .put("Mountpoint", volume.mountpoint())
                .put("Name", volume.name())
                .put("Options", volume.options().isEmpty() ? null : volume.options())
                .put("Scope", "local");
    }
}
