package dev.davit.registry.blob;

import dev.davit.platform.DavitProperties;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BlobConfiguration {

    @Bean
    BlobStore blobStore(DavitProperties properties) throws IOException {
        return new FileBlobStore(properties.state("registry").resolve("blobs"));
    }
}
