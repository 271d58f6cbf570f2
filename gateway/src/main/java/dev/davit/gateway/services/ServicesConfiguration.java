package dev.davit.gateway.services;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.storage.DistributionApi;
import dev.davit.contracts.storage.LoginApi;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.platform.client.HostServices;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The inner services of this host. */
@Configuration(proxyBeanMethods = false)
class ServicesConfiguration {

    @Bean
    EngineApi engine(HostServices host) {
        return host.client(EngineApi.class, "engine");
    }

    @Bean
    StorageApi storage(HostServices host) {
        return host.client(StorageApi.class, "storage");
    }

    @Bean
    DistributionApi distribution(HostServices host) {
        return host.client(DistributionApi.class, "storage");
    }

    @Bean
    LoginApi logins(HostServices host) {
        return host.client(LoginApi.class, "storage");
    }

    @Bean
    NetworkApi network(HostServices host) {
        return host.client(NetworkApi.class, "network");
    }
}
