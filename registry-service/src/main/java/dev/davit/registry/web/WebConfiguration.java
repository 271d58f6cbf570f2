package dev.davit.registry.web;

import dev.davit.registry.RegistryProperties;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    static final String SERVLET = "distribution";

    @Bean
    ServletRegistrationBean<RegistryServlet> distribution(
            List<Endpoint> endpoints,
            Gate gate,
            ObjectProvider<Relay> relay,
            JsonMapper json,
            RegistryProperties properties) {
        ServletRegistrationBean<RegistryServlet> bean = new ServletRegistrationBean<>(
                new RegistryServlet(endpoints, gate, relay.getIfAvailable(), json, properties),
                "/v2/*",
                RegistryServlet.TOKEN);
        bean.setName(SERVLET);
        return bean;
    }

    // Last, so that the platform's TCP connectors are there already.
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sides() {
        return factory -> {
            factory.addEngineValves(new SideValve());
            factory.getAdditionalConnectors()
                    .forEach(connector -> connector.setProperty("socket.appReadBufSize", "16384"));
        };
    }
}
