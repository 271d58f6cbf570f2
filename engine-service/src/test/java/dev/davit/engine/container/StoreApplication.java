package dev.davit.engine.container;

import dev.davit.engine.event.EventLog;
import dev.davit.engine.host.EngineProperties;
import dev.davit.platform.database.Commits;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** The tables, and nothing of the rest. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EntityScan("dev.davit.engine")
@EnableJpaRepositories("dev.davit.engine")
@EnableConfigurationProperties(EngineProperties.class)
@Import({ContainerStore.class, EventLog.class, Commits.class})
class StoreApplication {}
