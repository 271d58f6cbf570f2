package dev.davit.registry.lookup;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class LookupConfiguration {

    // The file of an embedded H2 has one process; a PostgreSQL may have other registries.
    @Bean
    Lookups lookups(Environment environment) {
        boolean alone = environment.getRequiredProperty("spring.datasource.url").startsWith("jdbc:h2:file:");
        return new Lookups(alone ? 4096 : 0);
    }
}
