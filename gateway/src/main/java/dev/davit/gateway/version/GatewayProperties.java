package dev.davit.gateway.version;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the gateway says of itself.
 *
 * @param dockerVersion the release of Docker whose API this is; clients compare it with what they need
 * @param experimental the Docker-Experimental header
 */
@ConfigurationProperties("davit.gateway")
public record GatewayProperties(
        @DefaultValue("28.5.2") String dockerVersion,
        @DefaultValue("false") boolean experimental) {}
