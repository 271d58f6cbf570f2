package dev.davit.contracts.storage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writable layer of a new container, and the volumes that it needs.
 *
 * @param id the container's
 * @param image reference or id
 * @param platform {@code os/arch[/variant]}, or null for the host's
 * @param volumes asked for by the client; those that the image declares at other paths are added, unless
 *     {@code covered} holds the path
 * @param covered container paths at which something else is mounted
 * @param ephemeral its changes need not outlive a crash of the host, because the container goes when it ends
 * @param ids of its user namespace: what the image and the client say of owners is then shifted on the host; null: it
 *     has none
 */
public record SnapshotSpec(
        String id,
        String image,
        @Nullable String platform,
        List<VolumeMount> volumes,
        List<String> covered,
        boolean ephemeral,
        @Nullable IdMappings ids) {

    /** For a container without a user namespace. */
    public SnapshotSpec(
            String id,
            String image,
            @Nullable String platform,
            List<VolumeMount> volumes,
            List<String> covered,
            boolean ephemeral) {
        this(id, image, platform, volumes, covered, ephemeral, null);
    }

    /**
     * A volume at a path of the container.
     *
     * @param name null: a new anonymous volume
     * @param driver null for {@code local}
     */
    public record VolumeMount(
            @Nullable String name,
            String target,
            boolean noCopy,
            @Nullable String driver,
            Map<String, String> options,
            Map<String, String> labels) {}
}
