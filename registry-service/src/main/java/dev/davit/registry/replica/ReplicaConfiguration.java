package dev.davit.registry.replica;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class ReplicaConfiguration {

    @Bean
    Leases taskLeases(JdbcClient jdbc, TransactionTemplate transaction, ReplicaProperties properties) {
        return new Leases(jdbc, transaction, properties, "leases", "name");
    }
}
