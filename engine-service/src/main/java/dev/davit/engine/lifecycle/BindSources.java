package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Host folders to bind: {@code -v} makes one that is missing, {@code --mount} refuses it. */
final class BindSources {

    private BindSources() {}

    static void make(ContainerSpec spec) {
        for (MountSpec mount : spec.mounts()) {
            if (mount.type() != MountType.BIND || mount.source() == null) {
                continue;
            }
            Path source = Path.of(mount.source());
            if (Files.exists(source)) {
                continue;
            }
            if (!mount.createMountpoint()) {
                throw DavitException.invalid(
                        "invalid mount config for type \"bind\": bind source path does not exist: " + source);
            }
            create(source);
        }
    }

    private static void create(Path source) {
        try {
            Files.createDirectories(source);
        } catch (IOException failure) {
            throw DavitException.internal(
                    "error while creating mount source path '" + source + "': " + failure.getMessage(), failure);
        }
    }
}
