package dev.davit.storage.ids;

import dev.davit.contracts.storage.IdMappings;
import dev.davit.contracts.storage.IdMappings.Range;
import dev.davit.platform.error.DavitException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which ids of a container stand for which of the host. Archives and images tell of the container's, files on the host
 * belong to the host's.
 */
public record IdMap(List<Range> uids, List<Range> gids) {

    /** Of a container without a user namespace: each id is itself. */
    public static final IdMap NONE = new IdMap(List.of(), List.of());

    /** Whom the kernel shows for an id that is not mapped. */
    private static final long NOBODY = 65534;

    /** As the contract says it. */
    public static IdMap of(@Nullable IdMappings mappings) {
        if (mappings == null) {
            return NONE;
        }
        if (mappings.uids().isEmpty() || mappings.gids().isEmpty()) {
            throw DavitException.invalid("a user namespace needs mappings of both users and groups");
        }
        return new IdMap(mappings.uids(), mappings.gids());
    }

    /** Whether ids differ. */
    public boolean mapped() {
        return !uids.isEmpty();
    }

    /** The host's user for one of the container. */
    public long hostUid(long uid) {
        return toHost(uids, uid, "user");
    }

    /** The host's group for one of the container. */
    public long hostGid(long gid) {
        return toHost(gids, gid, "group");
    }

    private static long toHost(List<Range> ranges, long id, String what) {
        if (ranges.isEmpty()) {
            return id;
        }
        for (Range range : ranges) {
            if (id >= range.container() && id - range.container() < range.size()) {
                return range.host() + (id - range.container());
            }
        }
        throw DavitException.invalid("the " + what + " " + id + " has no id on the host: the container's user"
                + " namespace maps " + text(ranges));
    }

    /** The container's user for one of the host. */
    public long containerUid(long uid) {
        return toContainer(uids, uid);
    }

    /** The container's group for one of the host. */
    public long containerGid(long gid) {
        return toContainer(gids, gid);
    }

    private static long toContainer(List<Range> ranges, long id) {
        if (ranges.isEmpty()) {
            return id;
        }
        for (Range range : ranges) {
            if (id >= range.host() && id - range.host() < range.size()) {
                return range.container() + (id - range.host());
            }
        }
        return NOBODY;
    }

    /** In one line, for a table: {@code container:host:size,…/…}. */
    public String text() {
        return mapped() ? text(uids) + "/" + text(gids) : "";
    }

    private static String text(List<Range> ranges) {
        return ranges.stream()
                .map(range -> range.container() + ":" + range.host() + ":" + range.size())
                .collect(Collectors.joining(","));
    }

    /** From such a line. */
    public static IdMap parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<String> both = List.of(text.split("/", 2));
        return new IdMap(ranges(both.getFirst()), ranges(both.getLast()));
    }

    private static List<Range> ranges(String text) {
        return Arrays.stream(text.split(",", -1)).map(IdMap::range).toList();
    }

    private static Range range(String text) {
        List<String> numbers = List.of(text.split(":", 3));
        return new Range(
                Long.parseLong(numbers.get(0)), Long.parseLong(numbers.get(1)), Long.parseLong(numbers.get(2)));
    }
}
