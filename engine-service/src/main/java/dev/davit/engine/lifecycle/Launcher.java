package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.storage.IdMappings;
import dev.davit.contracts.storage.MountRequest;
import dev.davit.contracts.storage.MountedSnapshot;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.engine.bundle.BundleRequest;
import dev.davit.engine.bundle.Bundles;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.host.EnginePaths;
import dev.davit.engine.runtime.HeldNamespaces;
import dev.davit.engine.runtime.MonitorProcess;
import dev.davit.engine.runtime.OciRuntime;
import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Creates the process of a container: mount and network at the same time, then the executor. */
@Component
class Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private final StorageApi storage;
    private final NetworkApi network;
    private final OciRuntime runtime;
    private final Bundles bundles;
    private final EnginePaths paths;
    private final Joining joining;
    private final CgroupPaths cgroups;

    Launcher(
            StorageApi storage,
            NetworkApi network,
            OciRuntime runtime,
            Bundles bundles,
            EnginePaths paths,
            Joining joining,
            CgroupPaths cgroups) {
        this.storage = storage;
        this.network = network;
        this.runtime = runtime;
        this.bundles = bundles;
        this.paths = paths;
        this.joining = joining;
        this.cgroups = cgroups;
    }

    /** What was created; the caller lets go of everything when this throws. */
    Launched create(LiveContainer container) throws IOException, RuntimeFailure {
        LiveContainer lender = joining.network(container);
        IdMappings ids = container.definition().ids();
        if (ids == null) {
            return create(container, lender, null);
        }
        Path folder = paths.container(container.id());
        prepare(container, folder);
        try (HeldNamespaces held = hold(container, ids, folder, lender)) {
            return create(container, lender, held);
        }
    }

    // Its network namespace must belong to its user namespace, which therefore comes first.
    private HeldNamespaces hold(LiveContainer container, IdMappings ids, Path folder, @Nullable LiveContainer lender)
            throws IOException, RuntimeFailure {
        String shared = joining.user(container);
        if (shared == null) {
            return runtime.hold(folder, ids);
        }
        return lender == null ? runtime.hold(folder, shared) : HeldNamespaces.borrowed(shared);
    }

    private Launched create(LiveContainer container, @Nullable LiveContainer lender, @Nullable HeldNamespaces held)
            throws IOException, RuntimeFailure {
        long began = System.nanoTime();
        FutureTask<MountedSnapshot> mount = Parallel.fork(() -> mount(container));
        Sandbox sandbox = null;
        RuntimeException refused = null;
        Path folder = paths.container(container.id());
        try {
            if (held == null) {
                prepare(container, folder);
            }
            sandbox = lender == null ? sandbox(container, held) : null;
        } catch (RuntimeException failure) {
            refused = failure;
        }
        RuntimeException unmounted = Parallel.failure(mount); // waited for in any case, so that nothing is left
        if (refused != null || unmounted != null) {
            throw refused != null ? refused : unmounted;
        }
        MountedSnapshot mounted = Parallel.join(mount);
        long prepared = System.nanoTime();
        bundles.write(folder, request(container, mounted, sandbox, lender, held));
        long written = System.nanoTime();
        MonitorProcess process = runtime.create(Monitors.of(container, folder, paths));
        LOG.debug(
                "container {}: mounted and connected in {} µs, bundle in {}, created in {}",
                container.id(),
                (prepared - began) / 1000,
                (written - prepared) / 1000,
                (System.nanoTime() - written) / 1000);
        return new Launched(process, mounted.user(), sandbox);
    }

    StartFailure failure(Exception cause) {
        return StartFailure.of(cause, runtime.path().toFile().getName());
    }

    private MountedSnapshot mount(LiveContainer container) {
        ContainerSpec spec = container.definition().spec();
        String user = spec.process().user();
        return storage.mount(
                container.id(),
                new MountRequest(user.isEmpty() ? null : user, spec.security().groupAdd()));
    }

    private void prepare(LiveContainer container, Path folder) {
        EnginePaths.remove(folder);
        EnginePaths.make(folder);
        EnginePaths.make(paths.lasting(container.id()));
        BindSources.make(container.definition().spec());
    }

    private Sandbox sandbox(LiveContainer container, @Nullable HeldNamespaces held) {
        try {
            return network.createSandbox(SandboxRequests.of(container, held));
        } catch (DavitException failure) {
            ErrorKind kind = failure.kind() == ErrorKind.CONFLICT ? ErrorKind.INTERNAL : failure.kind();
            throw new DavitException(kind, "failed to set up container networking: " + failure.message(), failure);
        }
    }

    private BundleRequest request(
            LiveContainer container,
            MountedSnapshot mounted,
            @Nullable Sandbox sandbox,
            @Nullable LiveContainer lender,
            @Nullable HeldNamespaces held) {
        Sandbox lent = lender == null ? sandbox : lender.observed().sandbox();
        String netns = lender == null ? (sandbox == null ? null : sandbox.netns()) : Joining.netns(lender);
        return new BundleRequest(
                container.id(),
                container.definition(),
                mounted.rootfs(),
                mounted.user(),
                lent,
                netns,
                joining.namespaces(container, held == null ? null : held.user()),
                joining.shm(container),
                cgroups.of(container));
    }
}
