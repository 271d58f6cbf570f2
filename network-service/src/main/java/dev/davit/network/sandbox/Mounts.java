package dev.davit.network.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** What is mounted on this host (proc_pid_mountinfo(5)). */
final class Mounts {

    private Mounts() {}

    /** The names of the files in {@code folder} to which namespaces are pinned. */
    static Set<String> pinned(Path folder) {
        try {
            Path real = Files.exists(folder) ? folder.toRealPath() : folder;
            return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .filter(line -> line.contains(" - nsfs "))
                    .map(line -> Path.of(line.split(" ", -1)[4].replace("\\040", " ")))
                    .filter(path -> real.equals(path.getParent()))
                    .map(path -> path.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
