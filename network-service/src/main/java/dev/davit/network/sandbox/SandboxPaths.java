package dev.davit.network.sandbox;

import dev.davit.platform.DavitProperties;
import dev.davit.platform.id.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Where a sandbox's namespace and files are; both end with the host's uptime. */
@Component
class SandboxPaths {

    private final Path namespaces;
    private final Path files;

    SandboxPaths(DavitProperties properties) {
        this.namespaces = properties.run("network").resolve("netns");
        this.files = properties.run("network").resolve("sandboxes");
    }

    Path namespaces() {
        return namespaces;
    }

    Path namespace(String id) {
        return namespaces.resolve(Ids.shortId(id));
    }

    Path files(String id) {
        return files.resolve(id);
    }

    /** The ids of sandboxes that have files. */
    List<String> withFiles() {
        return names(files);
    }

    /** The names of the files in the folder of namespaces. */
    List<String> namespaceNames() {
        return names(namespaces);
    }

    void removeFiles(String id) {
        Path folder = files(id);
        for (String name : names(folder)) {
            delete(folder.resolve(name));
        }
        delete(folder);
    }

    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + path, failure);
        }
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
