package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.MountRequest;
import dev.davit.contracts.storage.PathStat;
import dev.davit.contracts.storage.UserIds;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.archive.Compression;
import dev.davit.storage.archive.Limits;
import dev.davit.storage.archive.TarReader;
import dev.davit.storage.archive.TreePacker;
import dev.davit.storage.archive.UnpackOptions;
import dev.davit.storage.archive.Unpacker;
import dev.davit.storage.image.Images;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.FileStat;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import dev.davit.storage.progress.ByteStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code docker cp} and {@code docker export}. All of it works by descriptors below the container's root; no program
 * and no library of the container is ever run.
 */
@Component
public class ContainerFiles {

    private static final int BUFFER = 128 * 1024;
    private static final Map<Integer, Long> GO_TYPES = Map.of(
            FileStat.FOLDER, 1L << 31,
            FileStat.LINK, 1L << 27,
            FileStat.BLOCK, 1L << 26,
            FileStat.FIFO, 1L << 25,
            FileStat.SOCKET, 1L << 24,
            FileStat.CHARACTER, (1L << 26) | (1L << 21));

    private final Kernel kernel;
    private final Snapshots snapshots;
    private final SnapshotMounts mounts;
    private final ContainerPaths paths;
    private final UserLookup users;
    private final Images images;
    private final ByteStream streams;

    ContainerFiles(
            Kernel kernel,
            Snapshots snapshots,
            SnapshotMounts mounts,
            ContainerPaths paths,
            UserLookup users,
            Images images,
            ByteStream streams) {
        this.kernel = kernel;
        this.snapshots = snapshots;
        this.mounts = mounts;
        this.paths = paths;
        this.users = users;
        this.images = images;
        this.streams = streams;
    }

    /** What is at a path; a link at its end is not followed, unless a slash stands behind it. */
    public PathStat stat(String id, String path, int pid) {
        try (ContainerRoot root = paths.open(snapshots.entry(id), path, pid)) {
            Place place = place(root);
            FileStat stat = place.stat(kernel);
            String target = stat.isLink() ? Raw.text(paths.resolved(root, root.path())) : "";
            Instant modified = Instant.ofEpochSecond(stat.seconds(), stat.nanos());
            List<String> asked = ContainerPaths.parts(path);
            place.parent().close();
            return new PathStat(asked.isEmpty() ? "/" : asked.getLast(), stat.size(), goMode(stat), modified, target);
        } catch (KernelException failure) {
            throw explained(id, path, failure);
        }
    }

    /** A name in an open folder; empty: the folder itself. */
    private record Place(Fd parent, String name) {
        FileStat stat(Kernel kernel) {
            try {
                return kernel.stat(parent, name);
            } catch (KernelException failure) {
                parent.close();
                throw failure;
            }
        }
    }

    private Place place(ContainerRoot root) {
        List<String> parts = ContainerPaths.parts(root.path());
        if (parts.isEmpty() || ContainerPaths.followed(root.path())) {
            return new Place(kernel.openIn(root.root(), root.path(), Open.PATH), "");
        }
        return new Place(paths.parent(root, parts), parts.getLast());
    }

    private static long goMode(FileStat stat) {
        long mode = (stat.mode() & 0777L) | GO_TYPES.getOrDefault(stat.type(), 0L);
        mode |= (stat.mode() & 04000) != 0 ? 1L << 23 : 0;
        mode |= (stat.mode() & 02000) != 0 ? 1L << 22 : 0;
        return mode | ((stat.mode() & 01000) != 0 ? 1L << 20 : 0);
    }

    private static DavitException explained(String id, String path, KernelException failure) {
        if (failure.is(Errno.ENOENT) || failure.is(Errno.ENOTDIR)) {
            return DavitException.notFound("Could not find the file " + path + " in container " + id);
        }
        return DavitException.internal(failure.getMessage() + "", failure);
    }

    /** What is at a path, as a tar whose first entry has the path's last name. */
    public InputStream read(String id, String path, int pid) {
        Entry entry = snapshots.entry(id);
        ContainerRoot root = paths.open(entry, path, pid);
        try {
            Place place = place(root);
            place.stat(kernel);
            List<String> asked = ContainerPaths.parts(path);
            String as = asked.isEmpty() || path.endsWith("/.") ? "." : Raw.raw(asked.getLast());
            return streams.of(
                    out -> {
                        TreePacker packer = new TreePacker(kernel, out, entry.ids());
                        packAt(packer, place, as);
                        packer.end();
                    },
                    () -> {
                        place.parent().close();
                        root.close();
                    });
        } catch (KernelException failure) {
            root.close();
            throw explained(id, path, failure);
        }
    }

    private void packAt(TreePacker packer, Place place, String as) throws IOException {
        if (!place.name().isEmpty()) {
            packer.pack(place.parent(), place.name(), as);
            return;
        }
        try (Fd folder = kernel.open(place.parent().magicPath(), Open.READ | Open.DIRECTORY)) {
            packer.packFolder(folder, as);
        }
    }

    /** Unpacks into the folder at a path. */
    public void write(String id, String path, boolean keepKinds, boolean copyOwner, int pid, InputStream tar)
            throws IOException {
        Entry entry = snapshots.entry(id);
        try (ContainerRoot root = paths.open(entry, path, pid)) {
            String folder = paths.resolved(root, root.path());
            try (Fd place = kernel.openIn(root.root(), folder, Open.PATH)) {
                if (!kernel.stat(place, "").isFolder()) {
                    throw DavitException.invalid("extraction point is not a directory");
                }
            } catch (KernelException failure) {
                throw explained(id, path, failure);
            }
            UnpackOptions options = UnpackOptions.into(
                    folder.substring(1), keepKinds, copyOwner ? owner(entry, root) : null, entry.ids(), Limits.NONE);
            try (Unpacker unpacker = new Unpacker(kernel, root.root(), options)) {
                unpacker.unpack(new TarReader(new BufferedInputStream(Compression.unpackAny(tar), BUFFER)));
            }
        }
    }

    private UnpackOptions.@Nullable Owner owner(Entry entry, ContainerRoot root) {
        String user = images.byId(entry.imageId()).config().user();
        if (user.isEmpty()) {
            return null;
        }
        UserIds ids = users.find(root.root(), new MountRequest(user, List.of()));
        return new UnpackOptions.Owner(ids.uid(), ids.gid());
    }

    /** The whole root file system as a tar. */
    public InputStream export(String id) {
        Entry entry = snapshots.entry(id);
        SnapshotMounts.Lease lease = mounts.lease(entry);
        return streams.of(
                out -> {
                    try (Fd root = lease.open();
                            Fd folder = kernel.open(root.magicPath(), Open.READ | Open.DIRECTORY)) {
                        TreePacker packer = new TreePacker(kernel, out, entry.ids());
                        packer.packFolder(folder, "");
                        packer.end();
                    }
                },
                lease::close);
    }
}
