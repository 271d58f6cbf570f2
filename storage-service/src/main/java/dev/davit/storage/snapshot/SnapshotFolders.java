package dev.davit.storage.snapshot;

import dev.davit.storage.blob.StorageFolders;
import dev.davit.storage.ids.IdMap;
import dev.davit.storage.layer.LayerFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The folders of snapshots. */
@Component
class SnapshotFolders {

    private static final Set<PosixFilePermission> PASS_ALL = PosixFilePermissions.fromString("rwx--x--x");

    private final Path root;
    private final Path snapshots;
    private final Path empty;
    private final LayerFolders trash;

    SnapshotFolders(StorageFolders folders, LayerFolders trash) {
        this.root = folders.root();
        this.snapshots = folders.open("snapshots");
        this.empty = folders.folder("empty");
        this.trash = trash;
    }

    Path of(String id) {
        return snapshots.resolve(id);
    }

    Path upper(String id) {
        return of(id).resolve("upper");
    }

    Path work(String id) {
        return of(id).resolve("work");
    }

    Path merged(String id) {
        return of(id).resolve("merged");
    }

    /** What stands below an image without layers. */
    Path empty() {
        return empty;
    }

    /** What is made in a container belongs to the host's ids; so must its root directory. */
    void make(String id, IdMap ids) {
        try {
            Files.createDirectory(of(id));
            Files.setPosixFilePermissions(of(id), PosixFilePermissions.fromString("rwx--x---"));
            Files.createDirectory(upper(id));
            Files.setPosixFilePermissions(upper(id), PosixFilePermissions.fromString("rwxr-xr-x"));
            if (ids.mapped()) {
                Files.setAttribute(of(id), "unix:gid", (int) ids.hostGid(0));
                Files.setAttribute(upper(id), "unix:uid", (int) ids.hostUid(0));
                Files.setAttribute(upper(id), "unix:gid", (int) ids.hostGid(0));
            }
            StorageFolders.fresh(work(id));
            StorageFolders.fresh(merged(id));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make snapshot " + id, failure);
        }
    }

    /**
     * The root of a user namespace may pass through to its own snapshot, whose folder has its group: runc goes by way of
     * the path as that user. What else lies beside stays closed.
     */
    void letPass(IdMap ids) {
        if (ids.mapped()) {
            try {
                Files.setPosixFilePermissions(root, PASS_ALL);
                Files.setPosixFilePermissions(snapshots, PASS_ALL);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot open the way to " + snapshots, failure);
            }
        }
    }

    void remove(String id) {
        trash.remove(of(id));
    }

    List<String> all() {
        try (Stream<Path> files = Files.list(snapshots)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + snapshots, failure);
        }
    }
}
