package dev.davit.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class KillIT extends KillSuite {

    @Override
    List<String> store() {
        return List.of();
    }

    @Override
    List<String> kept() throws IOException {
        Path blobs = folder.resolve("state/registry/blobs");
        try (Stream<Path> files = Files.walk(blobs)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> blobs.relativize(file).toString())
                    .toList();
        }
    }
}
