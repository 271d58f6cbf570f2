package dev.davit.registry.trust;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom signatures are checked against beside what policies say.
 *
 * @param sigstoreRoot Sigstore's {@code trusted_root.json}; null: identities cannot be asked for. It is never fetched
 * @param revocationLists a folder with lists of revoked certificates (CRLs), for which nobody need be asked; null: none
 * @param revocationHosts hosts that certificates may name although their addresses are private
 */
@ConfigurationProperties("davit.registry.trust")
public record TrustProperties(
        @Nullable Path sigstoreRoot,
        @Nullable Path revocationLists,
        @DefaultValue List<String> revocationHosts) {}
