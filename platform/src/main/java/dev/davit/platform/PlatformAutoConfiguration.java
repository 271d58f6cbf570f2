package dev.davit.platform;

import dev.davit.platform.client.HostServices;
import dev.davit.platform.client.ServiceClients;
import dev.davit.platform.error.ProblemAdvice;
import dev.davit.platform.hijack.RawContentTypeValve;
import dev.davit.platform.request.RequestIdFilter;
import dev.davit.platform.request.RequestTimes;
import dev.davit.platform.server.ServerProperties;
import dev.davit.platform.server.SocketConnectors;
import dev.davit.platform.server.StreamingBodyConverter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The starter: what a service has by depending on this module. */
@AutoConfiguration
@EnableConfigurationProperties({DavitProperties.class, ServerProperties.class})
public class PlatformAutoConfiguration {

    @Bean
    SocketConnectors socketConnectors(ServerProperties properties) {
        return new SocketConnectors(properties);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> rawContentTypeValve() {
        return factory -> factory.addEngineValves(new RawContentTypeValve());
    }

    @Bean
    StartGarbage startGarbage() {
        return new StartGarbage();
    }

    @Bean
    RequestIdFilter requestIdFilter() {
        return new RequestIdFilter();
    }

    @Bean
    RequestTimes requestTimes(MeterRegistry meters) {
        return new RequestTimes(meters);
    }

    // Nothing asks for the request of a thread, and RequestTimes counts.
    @Bean
    FilterRegistrationBean<RequestContextFilter> withoutRequestContext() {
        return without(new RequestContextFilter());
    }

    @Bean
    FilterRegistrationBean<ServerHttpObservationFilter> withoutObservations() {
        return without(new ServerHttpObservationFilter(ObservationRegistry.NOOP));
    }

    private static <F extends Filter> FilterRegistrationBean<F> without(F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }

    // The gateway speaks Docker's errors instead.
    @Bean
    @ConditionalOnProperty(name = "davit.problem-details", matchIfMissing = true)
    ProblemAdvice problemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    ServiceClients serviceClients(JsonMapper json) {
        return new ServiceClients(json);
    }

    @Bean
    HostServices hostServices(ServiceClients clients, DavitProperties davit) {
        return new HostServices(clients, davit);
    }

    @Bean
    WebMvcConfigurer streamingBodies() {
        return new WebMvcConfigurer() {
            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
                builder.addCustomConverter(new StreamingBodyConverter());
            }
        };
    }
}
