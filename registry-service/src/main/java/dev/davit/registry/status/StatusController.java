package dev.davit.registry.status;

import dev.davit.contracts.registry.RegistryApi;
import dev.davit.contracts.registry.RegistryStatus;
import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.repository.Repositories;
import dev.davit.registry.tag.Tags;
import org.springframework.web.bind.annotation.RestController;

@RestController
class StatusController implements RegistryApi {

    private final ClientAddress address;
    private final Repositories repositories;
    private final Tags tags;
    private final BlobCatalog blobs;

    StatusController(ClientAddress address, Repositories repositories, Tags tags, BlobCatalog blobs) {
        this.address = address;
        this.repositories = repositories;
        this.tags = tags;
        this.blobs = blobs;
    }

    @Override
    public RegistryStatus status() {
        return new RegistryStatus(address.toString(), repositories.count(), tags.count(), blobs.count(), blobs.bytes());
    }
}
