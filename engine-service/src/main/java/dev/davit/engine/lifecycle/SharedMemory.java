package dev.davit.engine.lifecycle;

import dev.davit.contracts.storage.IdMappings;
import dev.davit.engine.host.EnginePaths;
import dev.davit.engine.kernel.Mounting;
import dev.davit.engine.userns.UserNamespaces;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The /dev/shm of containers that lend it to others: a tmpfs on the host, mounted into each of them. */
@Component
class SharedMemory {

    private static final long USUAL = 64L * 1024 * 1024;

    private final EnginePaths paths;

    SharedMemory(EnginePaths paths) {
        this.paths = paths;
    }

    String path(String id) {
        return folder(id).toString();
    }

    String mount(String id, long size, @Nullable IdMappings ids) {
        Path folder = folder(id);
        EnginePaths.make(folder);
        try {
            Mounting.tmpfs(folder, "mode=1777,size=" + (size > 0 ? size : USUAL) + owner(ids));
        } catch (IOException failure) {
            throw DavitException.internal(
                    "cannot mount the shared memory of " + id + ": " + failure.getMessage(), failure);
        }
        return folder.toString();
    }

    private static String owner(@Nullable IdMappings ids) {
        return ids == null ? "" : ",uid=" + UserNamespaces.rootUid(ids) + ",gid=" + UserNamespaces.rootGid(ids);
    }

    /** Lets go of it; nothing happens where there is none. */
    void unmount(String id) {
        Path folder = folder(id);
        if (Files.isDirectory(folder)) {
            Mounting.detach(folder);
        }
    }

    private Path folder(String id) {
        return paths.container(id).resolve("shm");
    }
}
