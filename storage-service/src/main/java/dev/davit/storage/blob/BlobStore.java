package dev.davit.storage.blob;

import dev.davit.platform.id.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Files named by the digest of what is in them. A file of that name is whole. */
@Component
public class BlobStore {

    private final Path blobs;
    private final Path incoming;

    BlobStore(StorageFolders folders) {
        folders.folder("blobs");
        this.blobs = folders.folder("blobs/sha256");
        this.incoming = folders.folder("incoming");
    }

    /** Where it is, or would be. */
    public Path path(String digest) {
        return blobs.resolve(Digests.hex(digest));
    }

    /** Whether it is there. */
    public boolean has(String digest) {
        return Digests.valid(digest) && Files.exists(path(digest));
    }

    /** All of a small one. */
    public byte[] read(String digest) {
        try {
            return Files.readAllBytes(path(digest));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read blob " + digest, failure);
        }
    }

    /** Opens one. */
    public InputStream open(String digest) throws IOException {
        return Files.newInputStream(path(digest));
    }

    /** Its size. */
    public long size(String digest) {
        try {
            return Files.size(path(digest));
        } catch (NoSuchFileException absent) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot see blob " + digest, failure);
        }
    }

    /** A file to write one to, before its digest is known. */
    public Path temporary() {
        return incoming.resolve(Ids.random().substring(0, 16));
    }

    /** Takes such a file in; what it holds must be on disk already or be written there by who calls. */
    public void accept(Path file, String digest) throws IOException {
        Files.move(file, path(digest), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Stores a small one, on disk before it has its name; answers its digest. */
    public String put(byte[] content) throws IOException {
        String digest = Digests.of(content);
        if (has(digest)) {
            return digest;
        }
        Path file = temporary();
        try {
            Files.write(file, content);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(false);
            }
            accept(file, digest);
        } finally {
            Files.deleteIfExists(file);
        }
        return digest;
    }

    /** Removes one. */
    public void remove(String digest) {
        try {
            Files.deleteIfExists(path(digest));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove blob " + digest, failure);
        }
    }

    /** Digests of all. */
    public List<String> all() {
        try (Stream<Path> files = Files.list(blobs)) {
            return files.map(file -> "sha256:" + file.getFileName())
                    .filter(Digests::valid)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + blobs, failure);
        }
    }

    /** Removes what an earlier life of the service left half written. */
    public void removeIncoming() {
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot empty " + incoming, failure);
        }
    }
}
