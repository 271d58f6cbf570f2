package dev.davit.registry.trust;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whom signatures are checked against beside what policies say.
 *
 * @param sigstoreRoot Sigstore's {@code trusted_root.json}; null: identities cannot be asked for. It is never fetched
 */
@ConfigurationProperties("davit.registry.trust")
public record TrustProperties(@Nullable Path sigstoreRoot) {}
