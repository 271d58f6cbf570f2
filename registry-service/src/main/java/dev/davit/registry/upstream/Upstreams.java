package dev.davit.registry.upstream;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The upstreams that are set. */
@Component
public class Upstreams {

    private final List<Upstream> upstreams;

    Upstreams(UpstreamProperties properties) {
        List<Upstream> made = new ArrayList<>();
        for (UpstreamProperties.Upstream settings : properties.upstreams()) {
            if (made.stream()
                    .anyMatch(other -> other.prefix().equals(settings.namespace() + "/")
                            || other.name().equalsIgnoreCase(settings.name()))) {
                throw new IllegalArgumentException(
                        "davit.registry.upstreams[]: two have the name or the namespace of " + settings.name());
            }
            made.add(new Upstream(settings));
        }
        // Of two that may be meant, the longer namespace is.
        made.sort(
                Comparator.comparingInt((Upstream upstream) -> upstream.prefix().length())
                        .reversed());
        this.upstreams = List.copyOf(made);
    }

    /** All of them. */
    public List<Upstream> all() {
        return upstreams;
    }

    /** The one in whose namespace the repository is. */
    public Optional<Upstream> of(String repository) {
        return upstreams.stream()
                .filter(upstream -> repository.startsWith(upstream.prefix()))
                .findFirst();
    }

    /** The one that users know by this name. */
    public Optional<Upstream> named(String name) {
        return upstreams.stream()
                .filter(upstream -> upstream.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @PreDestroy
    void close() throws IOException {
        for (Upstream upstream : upstreams) {
            upstream.close();
        }
    }
}
