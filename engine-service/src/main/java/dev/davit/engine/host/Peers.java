package dev.davit.engine.host;

import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.platform.client.HostServices;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The services beside this one. */
@Configuration(proxyBeanMethods = false)
class Peers {

    @Bean
    StorageApi storage(HostServices host) {
        return host.client(StorageApi.class, "storage");
    }

    @Bean
    NetworkApi network(HostServices host) {
        return host.client(NetworkApi.class, "network");
    }
}
