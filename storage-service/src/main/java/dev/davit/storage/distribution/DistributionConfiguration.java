package dev.davit.storage.distribution;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the clients of registries. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DistributionProperties.class)
class DistributionConfiguration {

    @Bean
    RegistryClients registryClients(DistributionProperties properties) {
        return new RegistryClients(properties);
    }
}
