package dev.davit.storage.archive;

import dev.davit.storage.archive.TarEntry.Extent;
import dev.davit.storage.ids.IdMap;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import dev.davit.storage.kernel.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Unpacks a tar below a folder and nowhere else: each parent is resolved as though the folder were the root directory,
 * and the entry itself is made by its last name, which is never followed.
 */
public final class Unpacker implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;
    private static final int LARGE = 1 << 20;
    private static final long MOST_ID = 0xffff_fffeL;

    private final Kernel kernel;
    private final Fd root;
    private final UnpackOptions options;
    private final ParentFolders parents;
    private final EntryAttributes attributes;
    private final List<TarEntry> folders = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private long bytes;
    private long entries;

    /** Unpacks into {@code root}. */
    public Unpacker(Kernel kernel, Fd root, UnpackOptions options) {
        this.kernel = kernel;
        this.root = root;
        this.options = options;
        this.parents = new ParentFolders(kernel, root, options.ids());
        this.attributes = new EntryAttributes(kernel);
    }

    /** Unpacks all of {@code tar}; answers the bytes of its files. */
    public long unpack(TarReader tar) throws IOException {
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            try {
                unpack(entry, tar);
            } catch (KernelException failure) {
                if (failure.noRoom()) {
                    throw failure;
                }
                throw new ArchiveException(explained(entry, failure));
            }
        }
        for (TarEntry folder : folders.reversed()) {
            stampFolder(folder); // last, since each file that was made in it has changed its time
        }
        return bytes;
    }

    private static String explained(TarEntry entry, KernelException failure) {
        return "cannot unpack \"" + Raw.text(entry.name()) + "\": " + failure.getMessage();
    }

    private void unpack(TarEntry entry, TarReader tar) throws IOException {
        count(entry);
        String path = below(EntryPath.clean(entry.name()));
        if (path.equals(options.below())) {
            if (options.layer() && entry.type() == TarEntry.Type.FOLDER) {
                attributes.folder(root, owned(entry));
                folders.add(entry.named(""));
            }
            return;
        }
        Fd parent = parents.at(EntryPath.parent(path));
        String name = EntryPath.last(path);
        if (options.layer() && name.startsWith(Whiteouts.PREFIX)) {
            whiteout(parent, name);
            return;
        }
        make(parent, name, owned(entry.named(path)), tar);
    }

    private String below(String path) {
        return options.below().isEmpty() ? path : path.isEmpty() ? options.below() : options.below() + "/" + path;
    }

    private void count(TarEntry entry) throws ArchiveException {
        bytes += entry.type() == TarEntry.Type.FILE ? entry.realSize() : 0;
        if (++entries > options.limits().entries()) {
            throw new ArchiveException(
                    "archive has more than " + options.limits().entries() + " entries");
        }
        if (entry.realSize() < 0 || bytes < 0 || bytes > options.limits().bytes()) {
            throw new ArchiveException(
                    "archive unpacks to more than " + options.limits().bytes() + " bytes");
        }
        if (entry.uid() < 0 || entry.uid() > MOST_ID || entry.gid() < 0 || entry.gid() > MOST_ID) {
            throw new ArchiveException(
                    "\"" + Raw.text(entry.name()) + "\" has an owner out of range: " + entry.uid() + ":" + entry.gid());
        }
    }

    private TarEntry owned(TarEntry entry) {
        UnpackOptions.Owner owner = options.owner();
        IdMap ids = options.ids();
        if (owner == null && !ids.mapped()) {
            return entry;
        }
        long uid = owner == null ? entry.uid() : owner.uid();
        long gid = owner == null ? entry.gid() : owner.gid();
        return entry.owned(ids.hostUid(uid), ids.hostGid(gid));
    }

    private void whiteout(Fd parent, String name) throws IOException {
        if (name.equals(Whiteouts.OPAQUE)) {
            kernel.setAttribute(parent, "", Whiteouts.OPAQUE_ATTRIBUTE, new byte[] {'y'});
            return;
        }
        String hidden = name.substring(Whiteouts.PREFIX.length());
        if (Whiteouts.isNote(name)) {
            return;
        }
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new ArchiveException("invalid whiteout \"" + name + "\"");
        }
        FileStat there = kernel.find(parent, hidden);
        if (there == null) {
            kernel.makeNode(parent, hidden, FileStat.CHARACTER, 0, 0);
        } else if (there.isFolder()) {
            // It hides what lower layers have; what this layer has stays.
            try (Fd folder = kernel.openAt(parent, hidden, Open.PATH | Open.DIRECTORY | Open.NOFOLLOW, 0)) {
                kernel.setAttribute(folder, "", Whiteouts.OPAQUE_ATTRIBUTE, new byte[] {'y'});
            }
        }
    }

    private void make(Fd parent, String name, TarEntry entry, TarReader tar) throws IOException {
        switch (entry.type()) {
            case FOLDER -> folder(parent, name, entry);
            case FILE -> file(parent, name, entry, tar);
            case HARD_LINK -> hardLink(parent, name, entry);
            case SYMLINK -> {
                placing(parent, name, entry, () -> kernel.symlink(entry.link(), parent, name));
                attributes.unopened(parent, name, entry);
            }
            case CHARACTER -> node(parent, name, entry, FileStat.CHARACTER);
            case BLOCK -> node(parent, name, entry, FileStat.BLOCK);
            case FIFO -> node(parent, name, entry, FileStat.FIFO);
            case OTHER -> throw new ArchiveException("unhandled tar header type of \"" + Raw.text(entry.name()) + "\"");
        }
    }

    private void folder(Fd parent, String name, TarEntry entry) throws IOException {
        boolean opaque = false;
        try {
            kernel.makeFolder(parent, name, 0700);
        } catch (KernelException failure) {
            FileStat there = failure.is(Errno.EEXIST) ? kernel.find(parent, name) : null;
            if (there == null) {
                throw failure;
            }
            if (!there.isFolder()) {
                opaque = options.layer() && there.isWhiteout();
                clear(parent, name, there, entry);
                kernel.makeFolder(parent, name, 0700);
            }
        }
        try (Fd made = kernel.openAt(parent, name, Open.READ | Open.DIRECTORY | Open.NOFOLLOW, 0)) {
            attributes.folder(made, entry);
            if (opaque) {
                kernel.setAttribute(made, "", Whiteouts.OPAQUE_ATTRIBUTE, new byte[] {'y'});
            }
        }
        folders.add(entry);
    }

    private void file(Fd parent, String name, TarEntry entry, TarReader tar) throws IOException {
        int flags = Open.WRITE | Open.CREATE | Open.EXCLUSIVE | Open.NOFOLLOW;
        try (Fd file = replacing(parent, name, entry, () -> kernel.openAt(parent, name, flags, 0600))) {
            if (entry.holes().isEmpty()) {
                for (int n = tar.read(buffer, 0, BUFFER); n >= 0; n = tar.read(buffer, 0, BUFFER)) {
                    kernel.write(file, buffer, 0, n);
                }
            } else {
                sparse(file, entry, tar);
            }
            attributes.file(file, parent, name, entry);
            if (options.layer() && entry.size() >= LARGE) {
                kernel.startWriteback(file);
            }
        }
    }

    private void sparse(Fd file, TarEntry entry, TarReader tar) throws IOException {
        for (Extent extent : entry.holes()) {
            long done = 0;
            while (done < extent.length()) {
                int n = tar.read(buffer, 0, (int) Math.min(BUFFER, extent.length() - done));
                if (n < 0) {
                    throw new ArchiveException("archive/tar: invalid sparse map");
                }
                kernel.writeAt(file, extent.offset() + done, buffer, 0, n);
                done += n;
            }
        }
        kernel.truncate(file, entry.realSize());
    }

    private void hardLink(Fd parent, String name, TarEntry entry) throws IOException {
        String target = below(EntryPath.clean(entry.link()));
        if (target.equals(options.below())) {
            throw new ArchiveException("invalid hardlink \"" + Raw.text(entry.name()) + "\" -> \"/\"");
        }
        if (target.equals(entry.name())) {
            return;
        }
        try (Fd folder = kernel.openIn(root, EntryPath.parent(target), Open.PATH | Open.DIRECTORY)) {
            kernel.stat(folder, EntryPath.last(target)); // absent: nothing in its place is cleared
            placing(parent, name, entry, () -> kernel.link(folder, EntryPath.last(target), parent, name));
        }
    }

    private void node(Fd parent, String name, TarEntry entry, int type) throws IOException {
        placing(parent, name, entry, () -> kernel.makeNode(parent, name, type | 0600, entry.major(), entry.minor()));
        attributes.unopened(parent, name, entry);
    }

    private void placing(Fd parent, String name, TarEntry entry, Runnable making) throws IOException {
        replacing(parent, name, entry, () -> {
            making.run();
            return Boolean.TRUE;
        });
    }

    private <T> T replacing(Fd parent, String name, TarEntry entry, Supplier<T> making) throws IOException {
        try {
            return making.get();
        } catch (KernelException failure) {
            FileStat there = failure.is(Errno.EEXIST) ? kernel.find(parent, name) : null;
            if (there == null) {
                throw failure;
            }
            clear(parent, name, there, entry);
            return making.get();
        }
    }

    private void clear(Fd parent, String name, FileStat there, TarEntry entry) throws IOException {
        if (options.distinct() && !there.isWhiteout()) {
            throw new ArchiveException(
                    "duplicates of file paths not supported: \"" + Raw.text(entry.name()) + "\" is there twice");
        }
        if (options.keepKinds() && there.isFolder()) {
            throw new ArchiveException("cannot overwrite directory \"" + Raw.text(entry.name())
                    + "\" with non-directory \"" + Raw.text(name) + "\"");
        }
        if (options.keepKinds() && entry.type() == TarEntry.Type.FOLDER) {
            throw new ArchiveException("cannot overwrite non-directory \"" + Raw.text(entry.name())
                    + "\" with directory \"" + Raw.text(name) + "\"");
        }
        Trees.remove(kernel, parent, name);
    }

    private void stampFolder(TarEntry entry) {
        if (entry.name().isEmpty()) {
            kernel.modified(root, "", entry.seconds(), entry.nanos());
            return;
        }
        Fd parent = parents.at(EntryPath.parent(entry.name()));
        FileStat there = kernel.find(parent, EntryPath.last(entry.name()));
        if (there != null && there.isFolder()) {
            kernel.modified(parent, EntryPath.last(entry.name()), entry.seconds(), entry.nanos());
        }
    }

    @Override
    public void close() {
        parents.close();
    }
}
