package dev.davit.contracts.storage;

import java.util.List;

/** Which ids of a container stand for which of the host, when it has a user namespace. */
public record IdMappings(List<Range> uids, List<Range> gids) {

    /**
     * Consecutive ids.
     *
     * @param container the first within the container
     * @param host the first on the host
     * @param size how many
     */
    public record Range(long container, long host, long size) {}
}
