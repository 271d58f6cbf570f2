package dev.davit.registry.manifest;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest needs in its repository, by digest.
 *
 * @param blobs configuration and layers, but not those of others
 * @param children what an index lists: manifests, or blobs (build caches do so)
 * @param subject needs not exist; null: none
 */
record References(
        Set<String> blobs, Set<String> children, @Nullable String subject) {

    static References of(Document document) {
        Set<String> blobs = new LinkedHashSet<>();
        if (document.config() != null) {
            blobs.add(digest(document.config()));
        }
        addBlobs(blobs, document.layers());
        addBlobs(blobs, document.blobs());
        Set<String> children = new LinkedHashSet<>();
        if (document.manifests() != null) {
            document.manifests().forEach(child -> children.add(digest(child)));
        }
        String subject = document.subject() == null ? null : digest(document.subject());
        return new References(blobs, children, subject);
    }

    private static void addBlobs(Set<String> blobs, @Nullable List<Document.Descriptor> descriptors) {
        if (descriptors == null) {
            return;
        }
        for (Document.Descriptor descriptor : descriptors) {
            String digest = digest(descriptor);
            if (!MediaTypes.isForeign(descriptor.type())) {
                blobs.add(digest);
            }
        }
    }

    private static String digest(Document.Descriptor descriptor) {
        if (descriptor.digest() == null) {
            throw RegistryError.invalid(ErrorCode.MANIFEST_INVALID, "a descriptor has no digest");
        }
        return Digest.parse(descriptor.digest()).toString();
    }
}
