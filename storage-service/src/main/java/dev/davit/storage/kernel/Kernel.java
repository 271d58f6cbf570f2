package dev.davit.storage.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What storage asks of the kernel; every failure is a {@link KernelException}. Names and paths are raw (see
 * {@link Raw}). A name is one component, of the folder {@code dir}, and is never followed when it is a symbolic link.
 */
public interface Kernel {

    // opening

    /** Opens a path of the host, which must be trusted. */
    Fd open(String path, int flags);

    /** Opens (and with {@link Open#CREATE} makes) a name. Pass {@link Open#NOFOLLOW}. */
    Fd openAt(Fd dir, String name, int flags, int mode);

    /** Opens a path as though {@code root} were the root directory: neither {@code ..} nor a link leads out of it. */
    Fd openIn(Fd root, String path, int flags);

    // reading and writing

    /** Bytes read; 0 at the end. */
    int read(Fd file, byte[] buffer, int offset, int length);

    /** Writes all of it. */
    void write(Fd file, byte[] buffer, int offset, int length);

    /** Writes all of it at a position. */
    void writeAt(Fd file, long position, byte[] buffer, int offset, int length);

    /** Cuts or extends. */
    void truncate(Fd file, long size);

    /** Begins to write to disk, without waiting. */
    void startWriteback(Fd file);

    /** Writes a file's data to disk. */
    void syncData(Fd file);

    /** Writes the whole file system of {@code any} to disk. */
    void syncFileSystem(Fd any);

    // names

    /** Makes a folder. */
    void makeFolder(Fd dir, String name, int mode);

    /** Makes a device, fifo or socket; {@code mode} has the type. */
    void makeNode(Fd dir, String name, int mode, int major, int minor);

    /** Makes a symbolic link. */
    void symlink(String target, Fd dir, String name);

    /** Makes a hard link. */
    void link(Fd fromDir, String from, Fd dir, String name);

    /** Removes a name of a file. */
    void unlink(Fd dir, String name);

    /** Removes an empty folder. */
    void removeFolder(Fd dir, String name);

    /** Moves. */
    void rename(Fd fromDir, String from, Fd dir, String name);

    /** Where a symbolic link points; of {@code dir} itself when the name is empty. */
    String readLink(Fd dir, String name);

    /** Every name of a folder but {@code .} and {@code ..}. */
    List<String> list(Fd dir);

    // attributes; an empty name means the descriptor itself

    /** What a name is. */
    FileStat stat(Fd dir, String name);

    /** The same; null when there is none. */
    @Nullable FileStat find(Fd dir, String name);

    /** Gives it an owner. */
    void own(Fd dir, String name, long uid, long gid);

    /** Sets permissions; the descriptor may be one of {@link Open#PATH}. */
    void mode(Fd file, int permissions);

    /** Sets the time of modification. */
    void modified(Fd dir, String name, long seconds, int nanos);

    /** Sets an extended attribute. */
    void setAttribute(Fd dir, String name, String key, byte[] value);

    /** An extended attribute; null when it has none of that name. */
    byte @Nullable [] attribute(Fd dir, String name, String key);

    /** Names of its extended attributes. */
    List<String> attributes(Fd dir, String name);

    // mounts

    /** Mounts; {@code options} may be long and hold secrets, and is not in the error. */
    void mount(String source, String target, String type, long flags, String options);

    /** Mounts an overlay. */
    void mountOverlay(Overlay overlay, String target);

    /**
     * Mounts {@code source} a second time, read only, with its owners mapped as in a user namespace, and without what
     * is mounted below it.
     */
    void mountMapped(String source, String target, Fd userNamespace);

    /** Unmounts at once, and lets go when nobody uses it any more. */
    void unmount(String target);
}
