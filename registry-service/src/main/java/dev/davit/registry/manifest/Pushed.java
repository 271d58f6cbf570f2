package dev.davit.registry.manifest;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.trust.Image;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import org.jspecify.annotations.Nullable;

/** A manifest that a client sent, found to be one. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pushed(
        byte[] content,
        Digest digest,
        String mediaType,
        @Nullable String artifactType,
        References references) {

    /**
     * Checks all that can be checked without the repository.
     *
     * @param named the digest that the client named; null: it named a tag
     */
    static Pushed check(byte[] content, @Nullable Digest named, @Nullable String contentType) {
        Document document = DocumentReader.read(content);
        DocumentReader.checkNames(content);
        String type = DocumentReader.check(document, contentType);
        Digest digest = (named == null ? Digest.Algorithm.SHA256 : named.algorithm()).of(content);
        if (named != null && !named.equals(digest)) {
            throw RegistryError.invalid(
                    ErrorCode.DIGEST_INVALID, "the manifest has the digest " + digest + ", not " + named);
        }
        return new Pushed(content, digest, type, document.effectiveArtifactType(type), References.of(document));
    }

    Image image(String repository) {
        return new Image(repository, digest.toString(), content.length, mediaType);
    }
}
