package dev.davit.storage.distribution;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;

/** Opens clients of registries. One a service: it holds the connections. */
@SuppressWarnings("DoNotCallSuggester") // the shape first
public final class RegistryClients implements AutoCloseable {

    /** Clients with these settings. */
    public RegistryClients(DistributionProperties properties) {}

    /**
     * A client of one repository. Nothing is sent yet; the endpoint is found and the credentials are tried by the
     * first call.
     *
     * @param registry {@code docker.io}, {@code localhost:5000}
     * @param repository path in the registry: {@code library/busybox}
     */
    public RegistryClient open(String registry, String repository, RegistryAuth auth, Access access) {
        throw DavitException.notImplemented("registries");
    }

    /**
     * Whether a registry takes credentials ({@code docker login}).
     *
     * @param auth whose server address is a host or a URL; none: Docker Hub
     * @throws DavitException unauthenticated: {@code Get "https://…/v2/": unauthorized: …}
     */
    public Login check(RegistryAuth auth) {
        throw DavitException.notImplemented("registries");
    }

    @Override
    public void close() {}
}
