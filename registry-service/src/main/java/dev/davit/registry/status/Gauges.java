package dev.davit.registry.status;

import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.repository.Repositories;
import dev.davit.registry.tag.Tags;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What the registry holds, counted when somebody looks. */
@Component
class Gauges implements MeterBinder {

    private final Repositories repositories;
    private final Tags tags;
    private final BlobCatalog blobs;

    Gauges(Repositories repositories, Tags tags, BlobCatalog blobs) {
        this.repositories = repositories;
        this.tags = tags;
        this.blobs = blobs;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("davit.registry.repositories", repositories, Repositories::count)
                .description("Repositories that there are")
                .register(meters);
        Gauge.builder("davit.registry.tags", tags, Tags::count)
                .description("Tags of all repositories")
                .register(meters);
        Gauge.builder("davit.registry.blobs", blobs, BlobCatalog::count)
                .description("Blobs in the store, each once")
                .register(meters);
        Gauge.builder("davit.registry.stored", blobs, BlobCatalog::bytes)
                .description("What these take up")
                .baseUnit("bytes")
                .register(meters);
    }
}
