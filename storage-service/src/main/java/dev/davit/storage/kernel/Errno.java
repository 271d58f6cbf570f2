package dev.davit.storage.kernel;

import java.util.Map;

/** Numbers of errors, and what they say. */
public final class Errno {

    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** Interrupted. */
    public static final int EINTR = 4;
    /** Try again. */
    public static final int EAGAIN = 11;
    /** Device or resource busy. */
    public static final int EBUSY = 16;
    /** File exists. */
    public static final int EEXIST = 17;
    /** Invalid cross-device link. */
    public static final int EXDEV = 18;
    /** Not a directory. */
    public static final int ENOTDIR = 20;
    /** Is a directory. */
    public static final int EISDIR = 21;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** No space left on device. */
    public static final int ENOSPC = 28;
    /** File name too long. */
    public static final int ENAMETOOLONG = 36;
    /** Directory not empty. */
    public static final int ENOTEMPTY = 39;
    /** Too many levels of symbolic links. */
    public static final int ELOOP = 40;
    /** No data available: no such attribute. */
    public static final int ENODATA = 61;
    /** Operation not supported. */
    public static final int ENOTSUP = 95;
    /** Disk quota exceeded. */
    public static final int EDQUOT = 122;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(EPERM, "operation not permitted"),
            Map.entry(ENOENT, "no such file or directory"),
            Map.entry(EINTR, "interrupted system call"),
            Map.entry(5, "input/output error"),
            Map.entry(9, "bad file descriptor"),
            Map.entry(EAGAIN, "resource temporarily unavailable"),
            Map.entry(12, "cannot allocate memory"),
            Map.entry(13, "permission denied"),
            Map.entry(15, "block device required"),
            Map.entry(EBUSY, "device or resource busy"),
            Map.entry(EEXIST, "file exists"),
            Map.entry(EXDEV, "invalid cross-device link"),
            Map.entry(19, "no such device"),
            Map.entry(ENOTDIR, "not a directory"),
            Map.entry(EISDIR, "is a directory"),
            Map.entry(EINVAL, "invalid argument"),
            Map.entry(24, "too many open files"),
            Map.entry(27, "file too large"),
            Map.entry(ENOSPC, "no space left on device"),
            Map.entry(30, "read-only file system"),
            Map.entry(31, "too many links"),
            Map.entry(ENAMETOOLONG, "file name too long"),
            Map.entry(ENOTEMPTY, "directory not empty"),
            Map.entry(38, "function not implemented"),
            Map.entry(ELOOP, "too many levels of symbolic links"),
            Map.entry(ENODATA, "no data available"),
            Map.entry(ENOTSUP, "operation not supported"),
            Map.entry(110, "connection timed out"),
            Map.entry(111, "connection refused"),
            Map.entry(113, "no route to host"),
            Map.entry(116, "stale file handle"),
            Map.entry(EDQUOT, "disk quota exceeded"));

    private Errno() {}

    static String text(int errno) {
        return TEXTS.getOrDefault(errno, "errno " + errno);
    }
}
