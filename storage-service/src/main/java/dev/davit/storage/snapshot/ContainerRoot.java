package dev.davit.storage.snapshot;

import dev.davit.storage.kernel.Fd;

/**
 * A root directory that paths of a container are resolved in.
 *
 * @param path what is left of the asked path within it
 * @param lease of the mount behind it; closing ends it
 */
record ContainerRoot(Fd root, String path, Runnable lease) implements AutoCloseable {

    @Override
    public void close() {
        root.close();
        lease.run();
    }
}
