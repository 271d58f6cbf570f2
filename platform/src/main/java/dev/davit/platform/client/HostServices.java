package dev.davit.platform.client;

import dev.davit.platform.DavitProperties;

/** The services of this host, each on its socket below the platform's run-time folder. */
public class HostServices {

    private final ServiceClients clients;
    private final DavitProperties davit;

    /** Those of the platform that {@code davit} describes. */
    public HostServices(ServiceClients clients, DavitProperties davit) {
        this.clients = clients;
        this.davit = davit;
    }

    /**
     * A client of a contract.
     *
     * @param service who serves it, such as {@code storage}
     */
    public <T> T client(Class<T> contract, String service) {
        return clients.create(contract, service, davit.socket(service));
    }
}
