package dev.davit.storage.layer;

import dev.davit.platform.id.Ids;
import dev.davit.storage.archive.Compression;
import dev.davit.storage.archive.Recipe;
import dev.davit.storage.archive.UnpackOptions;
import dev.davit.storage.archive.Unpacker;
import dev.davit.storage.blob.BlobStore;
import dev.davit.storage.blob.HashingInput;
import dev.davit.storage.blob.StorageFolders;
import dev.davit.storage.blob.Workers;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Unpacks the tar of a layer while other threads compute its digests. */
@Component
class LayerUnpacking {

    private static final int BUFFER = 128 * 1024;

    private final Kernel kernel;
    private final BlobStore blobs;
    private final Workers workers;
    private final LayerFolders folders;
    private final LayerProperties properties;

    LayerUnpacking(Kernel kernel, BlobStore blobs, Workers workers, LayerFolders folders, LayerProperties properties) {
        this.kernel = kernel;
        this.blobs = blobs;
        this.workers = workers;
        this.folders = folders;
        this.properties = properties;
    }

    /** Unpacks {@code source}, compressed or not, to its end. When that fails, nothing is left. */
    StagedLayer unpack(InputStream source, String mediaType) throws IOException {
        String name = Ids.random().substring(0, 10);
        Path folder = StorageFolders.fresh(folders.of(name));
        boolean done = false;
        try {
            Files.createDirectory(folders.diff(name));
            Files.setPosixFilePermissions(folders.diff(name), PosixFilePermissions.fromString("rwxr-xr-x"));
            InputStream in = new BufferedInputStream(source, BUFFER);
            Compression compression = Compression.of(in);
            StagedLayer staged =
                    compression == Compression.NONE ? plain(in, name) : compressed(in, compression, name, mediaType);
            done = true;
            return staged;
        } finally {
            if (!done) {
                folders.remove(folder);
            }
        }
    }

    private StagedLayer plain(InputStream in, String name) throws IOException {
        try (HashingInput tar = new HashingInput(in, workers);
                Fd root = kernel.open(Raw.raw(folders.diff(name).toString()), Open.READ | Open.DIRECTORY);
                Unpacker unpacker = new Unpacker(kernel, root, UnpackOptions.recordedLayer(properties.limits()))) {
            long bytes = Recipe.record(tar, folders.recipe(name), unpacker);
            return new StagedLayer(new Layer(tar.digest(), name, bytes, tar.total(), true), null, null);
        }
    }

    private StagedLayer compressed(InputStream in, Compression compression, String name, String mediaType)
            throws IOException {
        Path file = blobs.temporary();
        boolean done = false;
        try (OutputStream copy = Files.newOutputStream(file);
                HashingInput blob = new HashingInput(new TeeInput(in, copy), workers);
                HashingInput tar = new HashingInput(compression.unpack(blob), workers);
                Fd root = kernel.open(Raw.raw(folders.diff(name).toString()), Open.READ | Open.DIRECTORY);
                Unpacker unpacker = new Unpacker(kernel, root, UnpackOptions.layer(properties.limits()))) {
            long bytes = Recipe.skip(tar, unpacker);
            blob.skip(Long.MAX_VALUE); // what may stand behind the compressed stream is part of the blob
            Layer layer = new Layer(tar.digest(), name, bytes, tar.total(), false);
            LayerBlob form =
                    new LayerBlob(blob.digest(), layer.diffId(), mediaType(mediaType, compression), blob.total(), true);
            done = true;
            return new StagedLayer(layer, form, file);
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String mediaType(String given, Compression compression) {
        if (!given.isEmpty()) {
            return given;
        }
        return compression == Compression.GZIP
                ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
                : "application/vnd.oci.image.layer.v1.tar+" + compression.name().toLowerCase(Locale.ROOT);
    }
}
