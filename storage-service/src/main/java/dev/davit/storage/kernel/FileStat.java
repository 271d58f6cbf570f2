package dev.davit.storage.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What statx(2) says of a file.
 *
 * @param mode type and permissions
 * @param mountRoot whether something is mounted there
 */
public record FileStat(
        int mode,
        int links,
        long uid,
        long gid,
        long inode,
        long size,
        long blocks,
        long seconds,
        int nanos,
        int deviceMajor,
        int deviceMinor,
        long fileSystem,
        boolean mountRoot) {

    /** A fifo. */
    public static final int FIFO = 0010000;
    /** A character device. */
    public static final int CHARACTER = 0020000;
    /** A folder. */
    public static final int FOLDER = 0040000;
    /** A block device. */
    public static final int BLOCK = 0060000;
    /** A regular file. */
    public static final int REGULAR = 0100000;
    /** A symbolic link. */
    public static final int LINK = 0120000;
    /** A socket. */
    public static final int SOCKET = 0140000;

    private static final int TYPE = 0170000;
    private static final long MOUNT_ROOT = 0x2000;

    static FileStat read(MemorySegment statx) {
        long attributes = statx.get(ValueLayout.JAVA_LONG, 8);
        return new FileStat(
                Short.toUnsignedInt(statx.get(ValueLayout.JAVA_SHORT, 28)),
                statx.get(ValueLayout.JAVA_INT, 16),
                Integer.toUnsignedLong(statx.get(ValueLayout.JAVA_INT, 20)),
                Integer.toUnsignedLong(statx.get(ValueLayout.JAVA_INT, 24)),
                statx.get(ValueLayout.JAVA_LONG, 32),
                statx.get(ValueLayout.JAVA_LONG, 40),
                statx.get(ValueLayout.JAVA_LONG, 48),
                statx.get(ValueLayout.JAVA_LONG, 112),
                statx.get(ValueLayout.JAVA_INT, 120),
                statx.get(ValueLayout.JAVA_INT, 128),
                statx.get(ValueLayout.JAVA_INT, 132),
                ((long) statx.get(ValueLayout.JAVA_INT, 136) << 32)
                        | Integer.toUnsignedLong(statx.get(ValueLayout.JAVA_INT, 140)),
                (attributes & MOUNT_ROOT) != 0);
    }

    /** Its type, one of the constants. */
    public int type() {
        return mode & TYPE;
    }

    /** Permissions with the set-id and sticky bits. */
    public int permissions() {
        return mode & 07777;
    }

    /** Whether it is a folder. */
    public boolean isFolder() {
        return type() == FOLDER;
    }

    /** Whether it is a regular file. */
    public boolean isRegular() {
        return type() == REGULAR;
    }

    /** Whether it is a symbolic link. */
    public boolean isLink() {
        return type() == LINK;
    }

    /** Whether it is what overlayfs takes for a deleted file. */
    public boolean isWhiteout() {
        return type() == CHARACTER && deviceMajor == 0 && deviceMinor == 0;
    }
}
