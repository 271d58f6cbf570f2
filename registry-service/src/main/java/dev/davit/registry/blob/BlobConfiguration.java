package dev.davit.registry.blob;

import dev.davit.platform.DavitProperties;
import dev.davit.registry.replica.Replicas;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BlobConfiguration {

    @Bean
    @ConditionalOnProperty(name = "davit.registry.store.kind", havingValue = "file", matchIfMissing = true)
    BlobStore blobStore(DavitProperties properties, StoreProperties store, Replicas replicas) throws IOException {
        Path folder = store.folder();
        return new FileBlobStore(
                folder == null ? properties.state("registry").resolve("blobs") : folder,
                replicas.possible(),
                store.reserve().toBytes());
    }
}
