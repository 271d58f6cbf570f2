package dev.davit.engine.host;

import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.platform.DavitProperties;
import dev.davit.platform.client.ServiceClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The services beside this one. */
@Configuration(proxyBeanMethods = false)
class Peers {

    @Bean
    StorageApi storage(ServiceClients clients, DavitProperties properties) {
        return clients.create(StorageApi.class, "storage", properties.socket("storage"));
    }

    @Bean
    NetworkApi network(ServiceClients clients, DavitProperties properties) {
        return clients.create(NetworkApi.class, "network", properties.socket("network"));
    }
}
