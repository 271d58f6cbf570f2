package dev.davit.storage.distribution;

import dev.davit.contracts.storage.RegistryAuth;
import java.io.IOException;
import java.util.List;

/** Opens clients of registries. One a service: it holds the connections. */
public final class RegistryClients implements AutoCloseable {

    private final Transport transport;
    private final Endpoints endpoints;
    private final Destinations destinations;
    private final Redirects redirects;
    private final Retries retries;
    private final TokenService tokens;

    /** Clients with these settings. Nothing is opened before the first request. */
    public RegistryClients(DistributionProperties properties) {
        endpoints = new Endpoints(properties.insecure());
        transport = new Transport(properties, endpoints);
        destinations = new Destinations(endpoints);
        redirects = new Redirects(transport, destinations);
        retries = new Retries(properties);
        tokens = new TokenService(redirects, destinations, retries);
    }

    /**
     * A client of one repository. Nothing is sent yet; the endpoint is found and the credentials are tried by the
     * first call.
     *
     * @param registry {@code docker.io}, {@code localhost:5000}
     * @param repository path in the registry: {@code library/busybox}
     */
    public RegistryClient open(String registry, String repository, RegistryAuth auth, Access access) {
        Names names = new Names(registry, repository);
        Authorizer authorizer = new Authorizer(tokens, auth, List.of(access.scope(repository)), false);
        return new RegistryClient(session(registry, authorizer), names, access);
    }

    /**
     * Whether a registry takes credentials ({@code docker login}).
     *
     * @param auth whose server address is a host or a URL; none: Docker Hub
     * @throws dev.davit.platform.error.DavitException unauthenticated: {@code Get "https://…/v2/": unauthorized: …} of
     *     a token service; internal: {@code login attempt to https://…/v2/ failed with status: 401 Unauthorized} of a
     *     registry with passwords of its own, as in dockerd
     */
    public Login check(RegistryAuth auth) {
        Authorizer authorizer = new Authorizer(tokens, auth, List.of(), true);
        return new LoginCheck(session(LoginCheck.host(auth), authorizer), authorizer).run(auth);
    }

    private Session session(String registry, Authorizer authorizer) {
        return new Session(registry, endpoints, redirects, destinations, authorizer, retries);
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
