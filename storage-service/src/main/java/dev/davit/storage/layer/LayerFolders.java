package dev.davit.storage.layer;

import dev.davit.platform.id.Ids;
import dev.davit.storage.blob.StorageFolders;
import dev.davit.storage.blob.Workers;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import dev.davit.storage.kernel.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The folders of layers, and the removal of large trees, which nobody waits for. */
@Component
public class LayerFolders {

    private static final Logger LOG = LoggerFactory.getLogger(LayerFolders.class);

    private final Kernel kernel;
    private final Workers workers;
    private final Path layers;
    private final Path trash;

    LayerFolders(Kernel kernel, StorageFolders folders, Workers workers) {
        this.kernel = kernel;
        this.workers = workers;
        this.layers = folders.folder("layers");
        this.trash = folders.folder("trash");
    }

    /** Where all of them are. */
    public Path root() {
        return layers;
    }

    Path of(String name) {
        return layers.resolve(name);
    }

    /** The tree of a layer. */
    public Path diff(String name) {
        return of(name).resolve("diff");
    }

    Path recipe(String name) {
        return of(name).resolve("recipe");
    }

    /** Makes a tree disappear now, and go away soon. */
    public void remove(Path tree) {
        Path grave = trash.resolve(Ids.random().substring(0, 16));
        try {
            Files.move(tree, grave, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException absent) {
            return;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + tree, failure);
        }
        bury(grave);
    }

    private void bury(Path grave) {
        workers.run(() -> {
            try (Fd dir = kernel.open(Raw.raw(trash.toString()), Open.PATH | Open.DIRECTORY)) {
                Trees.remove(kernel, dir, String.valueOf(grave.getFileName()));
            } catch (KernelException failure) {
                LOG.warn("cannot remove {}, the next start tries again", grave, failure);
            }
        });
    }

    /** Removes what an earlier life of the service left: trees no row knows, and those it was removing. */
    void sweep(Set<String> known) {
        for (Path layer : children(layers)) {
            if (!known.contains(String.valueOf(layer.getFileName()))) {
                remove(layer);
            }
        }
        children(trash).forEach(this::bury);
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }
}
