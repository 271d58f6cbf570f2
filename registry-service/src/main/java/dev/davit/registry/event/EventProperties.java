package dev.davit.registry.event;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told what happens.
 *
 * @param endpoints each is sent every event; none: nothing is written down
 * @param retry how long to wait before an event is sent again the first time; each further time twice as long
 * @param expiry after which an event that an endpoint does not take is given up
 */
@ConfigurationProperties("davit.registry.events")
record EventProperties(
        @DefaultValue List<Endpoint> endpoints,
        @DefaultValue("10s") Duration retry,
        @DefaultValue("7d") Duration expiry) {

    private static final int LONGEST = 100;

    EventProperties {
        if (endpoints.stream().map(Endpoint::name).distinct().count() < endpoints.size()) {
            throw new IllegalArgumentException("davit.registry.events.endpoints: two have the same name");
        }
    }

    /**
     * One of them.
     *
     * @param name of what is queued for it: it stays the same when the URL changes
     * @param headers sent along, such as {@code Authorization}
     */
    record Endpoint(String name, URI url, @DefaultValue Map<String, String> headers) {

        Endpoint {
            if (name.isBlank() || name.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "davit.registry.events.endpoints: a name has 1 to " + LONGEST + " characters");
            }
            if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
                throw new IllegalArgumentException(
                        "davit.registry.events.endpoints: " + url + " is no http or https URL");
            }
        }
    }
}
