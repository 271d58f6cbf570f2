package dev.davit.storage.archive;

import dev.davit.storage.ids.IdMap;
import org.jspecify.annotations.Nullable;

/**
 * How to unpack.
 *
 * @param layer whiteouts become those of overlayfs; else they are plain files
 * @param distinct refuses an entry that replaces an earlier one
 * @param keepKinds refuses to put a folder in the place of something else, and the reverse
 * @param below folder within the root that names are relative to; empty: the root
 * @param owner of everything; null: as the archive says
 * @param ids what owners are on the host
 */
public record UnpackOptions(
        boolean layer,
        boolean distinct,
        boolean keepKinds,
        String below,
        @Nullable Owner owner,
        IdMap ids,
        Limits limits) {

    /** A user and group. */
    public record Owner(long uid, long gid) {}

    /** A layer of an image. */
    public static UnpackOptions layer(Limits limits) {
        return new UnpackOptions(true, false, false, "", null, IdMap.NONE, limits);
    }

    /** A layer of which a recipe is kept. */
    public static UnpackOptions recordedLayer(Limits limits) {
        return new UnpackOptions(true, true, false, "", null, IdMap.NONE, limits);
    }

    /** Files for a folder of a container. */
    public static UnpackOptions into(String below, boolean keepKinds, @Nullable Owner owner, IdMap ids, Limits limits) {
        return new UnpackOptions(false, false, keepKinds, below, owner, ids, limits);
    }
}
