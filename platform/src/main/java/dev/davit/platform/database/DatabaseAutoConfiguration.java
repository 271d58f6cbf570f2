package dev.davit.platform.database;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a service with tables has. */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass({JdbcTemplate.class, DataSourceAutoConfiguration.class})
public class DatabaseAutoConfiguration {

    @Bean
    @ConditionalOnBean(DataSource.class)
    Commits commits(DataSource source) {
        return new Commits(source);
    }
}
