package dev.davit.engine.host;

import dev.davit.platform.DavitProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Where things lie. Folders are for root alone: a bundle tells what may be secret. */
@Component
public class EnginePaths {

    // The path of a unix socket has 107 bytes at most, hence short names.
    private static final int SHORT = 16;
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path run;
    private final Path state;

    EnginePaths(DavitProperties properties) {
        this.run = properties.run("engine").toAbsolutePath();
        this.state = properties.state("engine").toAbsolutePath();
    }

    /** State of the executor. */
    public Path runtimeRoot() {
        return run.resolve("r");
    }

    /** Bundle, socket and exit file of a container that runs. */
    public Path container(String id) {
        return run.resolve("c").resolve(id.substring(0, SHORT));
    }

    /** The same of an exec. */
    public Path exec(String id) {
        return run.resolve("x").resolve(id.substring(0, SHORT));
    }

    /** The monitor's socket in such a folder. */
    public static Path socket(Path folder) {
        return folder.resolve("m");
    }

    /** Where the monitor leaves the exit status, in such a folder. */
    public static Path exitFile(Path folder) {
        return folder.resolve("exit");
    }

    /** What lasts of a container. */
    public Path lasting(String id) {
        return state.resolve("containers").resolve(id);
    }

    /** The log of a container. */
    public Path log(String id) {
        return lasting(id).resolve(id + "-json.log");
    }

    /** Makes a private folder, with its parents. */
    public static void make(Path folder) {
        try {
            Files.createDirectories(folder, PRIVATE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make the folder " + folder, failure);
        }
    }

    /** Removes a folder and what is in it; nothing happens when it is absent. */
    public static void remove(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove the folder " + folder, failure);
        }
    }
}
