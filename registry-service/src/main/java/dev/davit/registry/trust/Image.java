package dev.davit.registry.trust;

/** The manifest, of whatever kind, that a signature is to be of. */
public record Image(String repository, String digest, long size, String mediaType) {

    String algorithm() {
        return digest.substring(0, digest.indexOf(':'));
    }

    String hex() {
        return digest.substring(digest.indexOf(':') + 1);
    }
}
