package dev.davit.storage.blob;

import dev.davit.platform.DavitProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.stereotype.Component;

/** Where things lie below {@code <state-dir>/storage}. Others may pass through the root of it, and read nothing. */
@Component
public class StorageFolders {

    private static final String PASS = "rwx--x---";
    private static final String PRIVATE = "rwx------";

    private final Path root;

    StorageFolders(DavitProperties properties) {
        this.root = made(properties.state("storage").toAbsolutePath(), PASS);
    }

    private static Path made(Path folder, String permissions) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make " + folder, failure);
        }
    }

    /** All of it. */
    public Path root() {
        return root;
    }

    /** A private folder of this name, made when it is absent. */
    public Path folder(String name) {
        return made(root.resolve(name), PRIVATE);
    }

    /** A folder of this name that others may pass through. */
    public Path open(String name) {
        return made(root.resolve(name), PASS);
    }

    /** A private folder for one thing, which must not exist. */
    public static Path fresh(Path folder) throws IOException {
        return Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    }

    /** Whether it could be made new. */
    public static boolean tryFresh(Path folder) throws IOException {
        try {
            fresh(folder);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }
}
