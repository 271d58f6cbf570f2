package dev.davit.gateway.services;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.storage.DistributionApi;
import dev.davit.contracts.storage.LoginApi;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.platform.DavitProperties;
import dev.davit.platform.client.ServiceClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The inner services of this host. */
@Configuration(proxyBeanMethods = false)
class ServicesConfiguration {

    @Bean
    EngineApi engine(ServiceClients clients, DavitProperties davit) {
        return clients.create(EngineApi.class, "engine", davit.socket("engine"));
    }

    @Bean
    StorageApi storage(ServiceClients clients, DavitProperties davit) {
        return clients.create(StorageApi.class, "storage", davit.socket("storage"));
    }

    @Bean
    DistributionApi distribution(ServiceClients clients, DavitProperties davit) {
        return clients.create(DistributionApi.class, "storage", davit.socket("storage"));
    }

    @Bean
    LoginApi logins(ServiceClients clients, DavitProperties davit) {
        return clients.create(LoginApi.class, "storage", davit.socket("storage"));
    }

    @Bean
    NetworkApi network(ServiceClients clients, DavitProperties davit) {
        return clients.create(NetworkApi.class, "network", davit.socket("network"));
    }
}
