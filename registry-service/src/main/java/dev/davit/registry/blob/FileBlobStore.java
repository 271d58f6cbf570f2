package dev.davit.registry.blob;

import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Objects as files {@code sha256/ab/abcd….x}, staged content as files {@code staged/name} beside. */
final class FileBlobStore implements BlobStore {

    private final Path objects;
    private final Path staged;
    private final boolean shared;
    private final FileStore disk;
    private final long reserve;

    /** Shared: other processes work on the same folder. Reserve: bytes of the disk that are left free. */
    FileBlobStore(Path root, boolean shared, long reserve) throws IOException {
        this.objects = root;
        this.shared = shared;
        this.reserve = reserve;
        this.staged = root.resolve("staged");
        Files.createDirectories(staged);
        this.disk = Files.getFileStore(staged);
    }

    /** Refuses to take up the reserve. */
    void checkRoom() throws IOException {
        if (disk.getUsableSpace() < reserve) {
            throw new IOException("No space left on " + objects + " but for a reserve of " + reserve + " bytes");
        }
    }

    @Override
    public StagedBlob stage(String name, Digest.Algorithm algorithm) throws IOException {
        return new StagedFile(this, staged.resolve(name), algorithm, shared);
    }

    @Override
    public long progress(String name) throws IOException {
        try {
            return Files.size(staged.resolve(name));
        } catch (NoSuchFileException absent) {
            return 0;
        }
    }

    @Override
    public void staged(Visitor visitor) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(staged)) {
            for (Path file : files) {
                visitStaged(file, visitor);
            }
        }
    }

    private static void visitStaged(Path file, Visitor visitor) throws IOException {
        try {
            visitor.visit(
                    String.valueOf(file.getFileName()),
                    Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException over) {
            // committed or dropped meanwhile
        }
    }

    @Override
    public void discard(String name) throws IOException {
        Files.deleteIfExists(staged.resolve(name));
    }

    @Override
    public boolean intact(String object, long size) throws IOException {
        try {
            return Files.size(objects.resolve(object)) == size;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    @Override
    public InputStream read(String object, long offset) throws IOException {
        FileChannel channel = FileChannel.open(objects.resolve(object), StandardOpenOption.READ);
        return Channels.newInputStream(channel.position(offset));
    }

    @Override
    public Optional<Path> file(String object) {
        return Optional.of(objects.resolve(object));
    }

    @Override
    public Optional<URI> link(String object) {
        return Optional.empty();
    }

    @Override
    public void each(Visitor visitor) throws IOException {
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            Path folder = objects.resolve(algorithm.prefix());
            if (Files.isDirectory(folder)) {
                each(folder, visitor);
            }
        }
    }

    private void each(Path folder, Visitor visitor) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                visitor.visit(
                        objects.relativize(file).toString(),
                        attributes.lastModifiedTime().toInstant());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    @Override
    public void quarantine(String object) throws IOException {
        Path folder = Files.createDirectories(objects.resolve("quarantine"));
        Path damaged = objects.resolve(object);
        try {
            Files.move(damaged, folder.resolve(String.valueOf(damaged.getFileName())), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            // there is nothing to look at
        }
    }

    @Override
    public void delete(String object) throws IOException {
        Files.deleteIfExists(objects.resolve(object));
    }

    /**
     * Moves a complete and synchronised file to where its object belongs. No two commits make the same object: whoever
     * deletes one deletes nobody else's.
     */
    String adopt(Path file, Digest digest) throws IOException {
        String object = digest.algorithm().prefix() + "/" + digest.hex().substring(0, 2) + "/" + digest.hex() + "."
                + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        Path target = objects.resolve(object);
        createFolders(target);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        synchronise(folder(target));
        return object;
    }

    // A new folder is an entry of the one above it, which has to last as well.
    private void createFolders(Path target) throws IOException {
        Path folder = folder(target);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            synchronise(folder(folder));
            synchronise(objects);
        }
    }

    private static Path folder(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static void synchronise(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
