package dev.davit.registry.lookup;

import dev.davit.registry.replica.Replicas;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LookupConfiguration {

    @Bean
    Lookups lookups(Replicas replicas) {
        return new Lookups(replicas.possible() ? 0 : 4096);
    }
}
