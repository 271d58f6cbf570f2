package dev.davit.contracts.storage;

import org.jspecify.annotations.Nullable;

/** Credentials for one registry, as the client sent them; sent to that registry (and its token service) only. */
public record RegistryAuth(
        @Nullable String username,
        @Nullable String password,
        @Nullable String identityToken,
        @Nullable String registryToken,
        @Nullable String serverAddress) {
    /** Nobody. */
    public static final RegistryAuth NONE = new RegistryAuth(null, null, null, null, null);

    @Override
    public String toString() {
        return "RegistryAuth[" + (username == null ? "anonymous" : username) + "]"; // never a secret in a log
    }
}
