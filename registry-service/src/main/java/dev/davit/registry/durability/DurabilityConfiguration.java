package dev.davit.registry.durability;

import javax.sql.DataSource;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class DurabilityConfiguration {

    @Bean
    Durability durability(DataSource source, Environment environment) {
        boolean h2 = DatabaseDriver.fromJdbcUrl(environment.getRequiredProperty("spring.datasource.url"))
                == DatabaseDriver.H2;
        return h2 ? new CheckpointDurability(new JdbcTemplate(source)) : () -> {}; // PostgreSQL's commit is durable
    }
}
