package dev.davit.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Docker's objects say null where they hold nothing; the contracts leave it out. */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    @Bean
    JsonMapperBuilderCustomizer nullsInMaps() {
        JsonInclude.Value always = JsonInclude.Value.construct(Include.ALWAYS, Include.ALWAYS);
        return builder -> builder.withConfigOverride(Map.class, override -> override.setInclude(always));
    }
}
