package dev.davit.registry.auth;

import dev.davit.registry.access.Caller;
import dev.davit.registry.web.Gate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuthConfiguration {

    @Bean
    Gate gate(AuthProperties properties, ObjectProvider<Guard> guard) {
        return properties.mode() == AuthProperties.Mode.NONE
                ? (kind, exchange) -> Caller.EVERYBODY
                : guard.getObject()::admit;
    }
}
