package dev.davit.storage.archive;

import java.util.List;
import java.util.Map;

/**
 * One entry of a tar. Names are raw (see {@code Raw}).
 *
 * @param size of the content as it stands in the archive
 * @param realSize of the file, larger than {@code size} when it is sparse
 * @param holes where the content goes, when it is sparse; else empty
 * @param attributes extended attributes
 */
public record TarEntry(
        String name,
        Type type,
        int mode,
        long uid,
        long gid,
        long size,
        long realSize,
        long seconds,
        int nanos,
        String link,
        int major,
        int minor,
        List<Extent> holes,
        Map<String, byte[]> attributes) {

    /** What an entry is. */
    public enum Type {
        FILE('0'),
        HARD_LINK('1'),
        SYMLINK('2'),
        CHARACTER('3'),
        BLOCK('4'),
        FOLDER('5'),
        FIFO('6'),
        OTHER('?');

        private final char flag;

        Type(char flag) {
            this.flag = flag;
        }

        char flag() {
            return flag;
        }
    }

    /** A piece of a sparse file that is not a hole. */
    public record Extent(long offset, long length) {}

    /** Whether the archive holds bytes of it. */
    public boolean hasContent() {
        return type == Type.FILE && size > 0;
    }

    /** The same under another name. */
    public TarEntry named(String other) {
        return new TarEntry(
                other, type, mode, uid, gid, size, realSize, seconds, nanos, link, major, minor, holes, attributes);
    }

    /** The same of another owner. */
    TarEntry owned(long owner, long group) {
        return new TarEntry(
                name, type, mode, owner, group, size, realSize, seconds, nanos, link, major, minor, holes, attributes);
    }
}
