package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.Security;
import dev.davit.contracts.network.Sandbox;
import dev.davit.engine.bundle.BundleRequest;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Run;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Namespaces of other containers that a container shares ({@code container:ID}). */
@Component
class Joining {

    private static final String CONTAINER = "container:";

    private final Containers containers;
    private final SharedMemory sharedMemory;

    Joining(Containers containers, SharedMemory sharedMemory) {
        this.containers = containers;
        this.sharedMemory = sharedMemory;
    }

    static boolean joins(String mode) {
        return mode.startsWith(CONTAINER);
    }

    /** Whose network it shares: null for its own. */
    @Nullable LiveContainer network(LiveContainer container) {
        String mode = container.definition().spec().network().mode();
        return joins(mode) ? running(container, mode, "network") : null;
    }

    /** Path of a running container's network namespace; null where it uses the host's. */
    static @Nullable String netns(LiveContainer other) {
        Sandbox sandbox = other.observed().sandbox();
        return sandbox != null && sandbox.netns() == null ? null : path(other, "net");
    }

    /**
     * Path of the user namespace that a container with one shares, because a namespace that it shares belongs to it; null:
     * it has one of its own.
     */
    @Nullable String user(LiveContainer container) {
        Security security = container.definition().spec().security();
        String network = container.definition().spec().network().mode();
        String shared = null;
        for (String mode : List.of(network, security.ipcMode(), security.pidMode())) {
            if (joins(mode)) {
                LiveContainer other = running(container, mode, "user");
                if (!Objects.equals(
                        other.definition().ids(), container.definition().ids())) {
                    throw DavitException.conflict("cannot share a namespace of container " + other.name()
                            + ", whose user namespace has other ids: give both the same --userns");
                }
                shared = shared == null ? path(other, "user") : shared;
            }
        }
        return shared;
    }

    BundleRequest.Joined namespaces(LiveContainer container, @Nullable String user) {
        Security security = container.definition().spec().security();
        String pid = joins(security.pidMode()) ? path(running(container, security.pidMode(), "PID"), "pid") : null;
        String ipc = joins(security.ipcMode()) ? path(ipcDonor(container), "ipc") : null;
        return new BundleRequest.Joined(pid, ipc, user);
    }

    /** Host path of the shared memory to mount; null: its own, of which no other container knows. */
    @Nullable String shm(LiveContainer container) {
        Security security = container.definition().spec().security();
        if (joins(security.ipcMode())) {
            return sharedMemory.path(ipcDonor(container).id());
        }
        return switch (security.ipcMode()) {
            case "host" -> "/dev/shm";
            case "shareable" ->
                sharedMemory.mount(
                        container.id(),
                        container.definition().spec().resources().shmSize(),
                        container.definition().ids());
            default -> null;
        };
    }

    private LiveContainer ipcDonor(LiveContainer container) {
        LiveContainer donor =
                running(container, container.definition().spec().security().ipcMode(), "IPC");
        String mode = donor.definition().spec().security().ipcMode();
        if (!mode.equals("shareable")) {
            throw DavitException.invalid("container " + donor.id()
                    + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
        }
        return donor;
    }

    private LiveContainer running(LiveContainer container, String mode, String kind) {
        String ref = mode.substring(CONTAINER.length());
        LiveContainer other = containers.find(ref);
        if (other.id().equals(container.id())) {
            throw DavitException.invalid("cannot join own " + kind + " namespace");
        }
        if (other.observed().status() == ContainerStatus.RESTARTING) {
            throw DavitException.conflict("cannot join " + kind + " namespace of container: Container " + ref
                    + " is restarting, wait until the container is running");
        }
        if (!other.observed().alive()) {
            throw DavitException.conflict("cannot join " + kind + " namespace of a non running container: container "
                    + other.name() + " is "
                    + other.observed().status().name().toLowerCase(Locale.ROOT));
        }
        return other;
    }

    private static String path(LiveContainer container, String namespace) {
        Run run = container.run();
        if (run == null) {
            throw DavitException.conflict("container " + container.id() + " is not running");
        }
        return "/proc/" + run.pid() + "/ns/" + namespace;
    }
}
