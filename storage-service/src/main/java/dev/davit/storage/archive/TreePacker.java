package dev.davit.storage.archive;

import dev.davit.storage.ids.IdMap;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packs a tree into a tar. What is packed may belong to a running container, which changes it at the same time: a file
 * is opened without following anything, looked at, and only then read, as many bytes as its header promised.
 */
public final class TreePacker {

    private static final int BUFFER = 128 * 1024;
    private static final String CAPABILITY = "security.capability";

    private final Kernel kernel;
    private final IdMap ids;
    private final OutputStream out;
    private final TarWriter tar;
    private final byte[] buffer = new byte[BUFFER];
    private final Map<String, String> linked = new HashMap<>();

    /** Packs into {@code out}, which should be buffered, with the owners that {@code ids} says they are. */
    public TreePacker(Kernel kernel, OutputStream out, IdMap ids) {
        this.kernel = kernel;
        this.ids = ids;
        this.out = out;
        this.tar = new TarWriter(out);
    }

    /** Packs a name of a folder, with all below it, under another name. */
    public void pack(Fd parent, String name, String as) throws IOException {
        try (Fd place = kernel.openAt(parent, name, Open.PATH | Open.NOFOLLOW, 0)) {
            pack(parent, name, place, as);
        } catch (KernelException failure) {
            if (!failure.is(Errno.ENOENT)) { // gone meanwhile
                throw failure;
            }
        }
    }

    /** Packs what is in an open folder; {@code as} the name of the folder itself, empty: it has no entry. */
    public void packFolder(Fd folder, String as) throws IOException {
        if (!as.isEmpty()) {
            tar.header(entry(kernel.stat(folder, ""), as + "/", TarEntry.Type.FOLDER, "", Map.of()));
        }
        List<String> names = kernel.list(folder).stream().sorted().toList();
        for (String name : names) {
            pack(folder, name, as.isEmpty() ? name : as + "/" + name);
        }
    }

    /** The end of the archive. */
    public void end() throws IOException {
        tar.end();
    }

    private void pack(Fd parent, String name, Fd place, String as) throws IOException {
        FileStat stat = kernel.stat(place, "");
        switch (stat.type()) {
            case FileStat.FOLDER -> {
                try (Fd folder = kernel.open(place.magicPath(), Open.READ | Open.DIRECTORY)) {
                    packFolder(folder, as);
                }
            }
            case FileStat.REGULAR -> file(parent, name, place, stat, as);
            case FileStat.LINK ->
                tar.header(entry(stat, as, TarEntry.Type.SYMLINK, kernel.readLink(place, ""), Map.of()));
            case FileStat.CHARACTER -> tar.header(entry(stat, as, TarEntry.Type.CHARACTER, "", Map.of()));
            case FileStat.BLOCK -> tar.header(entry(stat, as, TarEntry.Type.BLOCK, "", Map.of()));
            case FileStat.FIFO -> tar.header(entry(stat, as, TarEntry.Type.FIFO, "", Map.of()));
            default -> {} // a socket means nothing without who listens
        }
    }

    private void file(Fd parent, String name, Fd place, FileStat stat, String as) throws IOException {
        String key = stat.fileSystem() + ":" + stat.inode();
        @Nullable String first = stat.links() > 1 ? linked.putIfAbsent(key, as) : null;
        if (first != null) {
            tar.header(entry(stat, as, TarEntry.Type.HARD_LINK, first, Map.of()));
            return;
        }
        byte[] capability = kernel.attribute(parent, name, CAPABILITY);
        Map<String, byte[]> attributes = capability == null ? Map.of() : Map.of(CAPABILITY, capability);
        tar.header(entry(stat, as, TarEntry.Type.FILE, "", attributes));
        try (Fd file = kernel.open(place.magicPath(), Open.READ)) {
            content(file, stat.size());
        }
        tar.pad(stat.size());
    }

    private void content(Fd file, long size) throws IOException {
        long left = size;
        while (left > 0) {
            int most = (int) Math.min(BUFFER, left);
            int n = kernel.read(file, buffer, 0, most);
            if (n == 0) {
                Arrays.fill(buffer, 0, most, (byte) 0); // it was cut while we read; the header stands
                n = most;
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    private TarEntry entry(
            FileStat stat, String name, TarEntry.Type type, String link, Map<String, byte[]> attributes) {
        long size = type == TarEntry.Type.FILE ? stat.size() : 0;
        return new TarEntry(
                name,
                type,
                stat.permissions(),
                ids.containerUid(stat.uid()),
                ids.containerGid(stat.gid()),
                size,
                size,
                stat.seconds(),
                0,
                link,
                stat.deviceMajor(),
                stat.deviceMinor(),
                List.of(),
                attributes);
    }
}
