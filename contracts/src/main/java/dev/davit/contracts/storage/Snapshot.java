package dev.davit.contracts.storage;

import java.util.List;

/**
 * The writable layer of a container.
 *
 * @param image what it stands on
 * @param volumes where each volume lies on the host
 */
public record Snapshot(String id, Image image, List<AttachedVolume> volumes) {

    /**
     * A volume that a container uses.
     *
     * @param source host path
     * @param target container path
     * @param anonymous made for this container, without a name from the client
     */
    public record AttachedVolume(String name, String driver, String source, String target, boolean anonymous) {}
}
