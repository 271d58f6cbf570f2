package dev.davit.registry.auth;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How callers say who they are.
 *
 * @param mode with {@code none} everybody who reaches the registry may do everything
 * @param service the registry's name in its tokens; the same for all replicas
 * @param url on which clients reach the registry; null: the address that they connected to
 * @param tokenExpiry how long a token lives, and therefore how long after it was taken a right can be used
 * @param refreshExpiry how long a login of the docker CLI lasts
 * @param keyFile of the key that signs tokens, which is made if it does not exist; null: the database keeps the key
 * @param clientCertificates whether a client certificate that the listener accepted says who it is
 * @param oidc whose tokens are accepted
 */
@ConfigurationProperties("davit.registry.auth")
public record AuthProperties(
        @DefaultValue("none") Mode mode,
        @DefaultValue("davit-registry") String service,
        @Nullable URI url,
        @DefaultValue("5m") Duration tokenExpiry,
        @DefaultValue("30d") Duration refreshExpiry,
        @Nullable Path keyFile,
        @DefaultValue("false") boolean clientCertificates,
        @DefaultValue List<Oidc> oidc) {

    /** What is asked for where nothing was said. */
    public enum Mode {
        /** Nothing. */
        NONE,
        /** A password with each request. */
        BASIC,
        /** A token of {@code /token}, as Docker's registries do it. */
        TOKEN
    }

    /**
     * An OpenID provider.
     *
     * @param issuer exactly as its tokens say
     * @param audience that its tokens for this registry name
     * @param jwksUri its keys; null: where its {@code .well-known/openid-configuration} says
     * @param userClaim becomes {@code oidc:…}
     * @param rolesClaim a text or a list; each becomes {@code role:…}
     */
    public record Oidc(
            String issuer,
            String audience,
            @Nullable URI jwksUri,
            @DefaultValue("sub") String userClaim,
            @DefaultValue("roles") String rolesClaim) {}
}
