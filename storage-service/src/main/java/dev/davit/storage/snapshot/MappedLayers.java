package dev.davit.storage.snapshot;

import dev.davit.platform.DavitProperties;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.ids.UserNamespaces;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Raw;
import dev.davit.storage.layer.LayerFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Layers are in the ids of containers, and shared by all of them. For one with a user namespace they are mounted a
 * second time with the owners mapped; its overlay then stands on that mount, and keeps it alive by itself.
 */
@Component
class MappedLayers {

    private final Kernel kernel;
    private final UserNamespaces namespaces;
    private final Path layers;
    private final Path places;

    MappedLayers(Kernel kernel, UserNamespaces namespaces, LayerFolders folders, DavitProperties properties) {
        this.kernel = kernel;
        this.namespaces = namespaces;
        this.layers = folders.root();
        this.places = properties.run("storage").resolve("mapped").toAbsolutePath();
    }

    /** Has {@code work} mount something on a snapshot's layers, given as their mapped paths. */
    void use(Entry entry, List<String> lowers, Consumer<List<String>> work) {
        Path place = places.resolve(entry.id());
        try {
            Files.createDirectories(place);
            map(entry, place);
            try {
                String from = Raw.raw(layers + "/");
                String to = Raw.raw(place + "/");
                work.accept(lowers.stream()
                        .map(lower -> lower.startsWith(from) ? to + lower.substring(from.length()) : lower)
                        .toList());
            } finally {
                kernel.unmount(Raw.raw(place.toString()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make " + place, failure);
        } finally {
            remove(place);
        }
    }

    private void map(Entry entry, Path place) {
        try {
            kernel.mountMapped(Raw.raw(layers.toString()), Raw.raw(place.toString()), namespaces.of(entry.ids()));
        } catch (KernelException failure) {
            if (failure.is(Errno.EINVAL)) {
                throw DavitException.notImplemented("user namespaces are not possible on the file system of " + layers
                        + ": it cannot map ids (ext4, xfs and btrfs can, on Linux 5.19 or later)");
            }
            throw failure;
        }
    }

    /** Lets go of what a crash left. It is read only, so that nothing of the layers is at stake. */
    void recover() {
        if (!Files.isDirectory(places)) {
            return;
        }
        try (Stream<Path> left = Files.list(places)) {
            for (Path place : left.toList()) {
                try {
                    kernel.unmount(Raw.raw(place.toString()));
                } catch (KernelException failure) {
                    if (!failure.is(Errno.EINVAL)) { // nothing is mounted there
                        throw failure;
                    }
                }
                remove(place);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + places, failure);
        }
    }

    private static void remove(Path place) {
        try {
            Files.deleteIfExists(place);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + place, failure);
        }
    }
}
