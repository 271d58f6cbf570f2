package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.Snapshot.AttachedVolume;
import dev.davit.storage.ids.IdMap;
import java.util.List;

/**
 * What is known of a snapshot without asking the database.
 *
 * @param diffIds its layers, base first
 * @param prepared volumes of it that have to be mounted themselves
 * @param ephemeral whether a crash of the host may cost its changes
 * @param ids its changes belong to the host's, its layers to the container's
 */
record Entry(
        String id,
        String imageId,
        List<String> diffIds,
        List<AttachedVolume> volumes,
        List<AttachedVolume> prepared,
        boolean ephemeral,
        IdMap ids) {}
