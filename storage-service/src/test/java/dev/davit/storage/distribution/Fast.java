package dev.davit.storage.distribution;

import dev.davit.contracts.storage.RegistryAuth;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;

/** Clients that do not make tests wait. */
final class Fast {

    private Fast() {}

    static DistributionProperties properties() {
        return new DistributionProperties(
                List.of(),
                Path.of("/nonexistent"),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                3,
                Duration.ofMillis(1),
                Duration.ofSeconds(2));
    }

    static RegistryClient open(RegistryClients clients, FakeRegistry registry) {
        return open(clients, registry, RegistryAuth.NONE, Access.PULL);
    }

    static RegistryClient open(RegistryClients clients, FakeRegistry registry, RegistryAuth auth, Access access) {
        return clients.open(registry.host(), "t/x", auth, access);
    }

    static String digest(byte[] bytes) {
        MessageDigest sha256 = Digests.sha256();
        sha256.update(bytes);
        return Digests.finish(sha256);
    }
}
