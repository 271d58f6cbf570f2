package dev.davit.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An OpenID provider whose tokens say who somebody is. Its keys are had when the first of its tokens comes. */
final class OidcIssuer {

    // Asymmetric all of them: with HS256 the provider's public key would be a password.
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final int SECONDS = 3;
    private static final int LARGEST = 512 * 1024;

    private final AuthProperties.Oidc properties;
    private final DefaultResourceRetriever retriever =
            new DefaultResourceRetriever(SECONDS * 1000, SECONDS * 1000, LARGEST);
    private @Nullable DefaultJWTProcessor<SecurityContext> processor;

    OidcIssuer(AuthProperties.Oidc properties) {
        this.properties = properties;
        safe(URI.create(properties.issuer()));
    }

    /** Who the token says that its bearer is. */
    Identity identify(SignedJWT token) throws BadJOSEException, JOSEException, IOException, ParseException {
        JWTClaimsSet claims = processor().process(token, null);
        String user = claims.getClaimAsString(properties.userClaim());
        if (user == null || user.isBlank() || !Identity.isName(user)) {
            throw new BadJOSEException("the token has no claim " + properties.userClaim() + " that is a name");
        }
        Instant until = claims.getExpirationTime().toInstant();
        return new Identity("oidc:" + user, roles(claims.getClaim(properties.rolesClaim())), until);
    }

    private static List<String> roles(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> several ->
                several.stream().map(role -> "role:" + role).toList();
            case String one -> List.of("role:" + one);
            case null, default -> List.of();
        };
    }

    private synchronized DefaultJWTProcessor<SecurityContext> processor() throws IOException, ParseException {
        if (processor == null) {
            JWKSource<SecurityContext> keys = JWKSourceBuilder.create(keysUri().toURL(), retriever)
                    .refreshAheadCache(false)
                    .retrying(true)
                    .build();
            DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
            made.setJWSTypeVerifier(
                    new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
            made.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
            made.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                    properties.audience(),
                    new JWTClaimsSet.Builder().issuer(properties.issuer()).build(),
                    Set.of("exp")));
            processor = made;
        }
        return processor;
    }

    private URI keysUri() throws IOException, ParseException {
        if (properties.jwksUri() != null) {
            return safe(properties.jwksUri());
        }
        String base = properties.issuer().replaceAll("/+$", "");
        URI configuration = URI.create(base + "/.well-known/openid-configuration");
        Map<String, Object> said = JSONObjectUtils.parse(
                retriever.retrieveResource(configuration.toURL()).getContent());
        if (!properties.issuer().equals(said.get("issuer"))) {
            throw new IOException(configuration + " is of the issuer " + said.get("issuer"));
        }
        return safe(URI.create(String.valueOf(said.get("jwks_uri"))));
    }

    // Keys that came over plain HTTP could be anybody's.
    private static URI safe(URI uri) {
        String host = uri.getHost();
        boolean local = host != null && (host.equals("localhost") || isLoopbackLiteral(host));
        if (!"https".equals(uri.getScheme()) && !local) {
            throw new IllegalStateException("davit.registry.auth.oidc: " + uri + " must be an https URL");
        }
        return uri;
    }

    private static boolean isLoopbackLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
