package dev.davit.engine.bundle;

import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.storage.UserIds;
import dev.davit.engine.container.Definition;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle is made of.
 *
 * @param rootfs host path of the mounted root file system
 * @param files whose hosts, hostname and resolv.conf are mounted; null: nobody's
 * @param netns host path of the network namespace; null: the host's own
 * @param namespaces paths of further namespaces to join
 * @param shm host path to mount at /dev/shm; null: a new tmpfs
 * @param cgroup path of its cgroup
 */
public record BundleRequest(
        String id,
        Definition definition,
        String rootfs,
        UserIds user,
        @Nullable Sandbox files,
        @Nullable String netns,
        Joined namespaces,
        @Nullable String shm,
        String cgroup) {

    /** Namespaces that are there; null: see the mode, and for the user's: the host's own. */
    public record Joined(
            @Nullable String pid,
            @Nullable String ipc,
            @Nullable String user) {
        /** None. */
        public static final Joined NONE = new Joined(null, null, null);
    }
}
