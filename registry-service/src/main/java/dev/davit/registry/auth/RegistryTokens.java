package dev.davit.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.davit.registry.access.WhenAuthIsOn;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Tokens that this registry signs and reads: ES256 with its one key, whatever a token says of itself. Those that say
 * what may be done and those that fetch them differ in type and audience.
 */
@Component
@WhenAuthIsOn
class RegistryTokens {

    private static final JOSEObjectType REFRESH = new JOSEObjectType("refresh+jwt");

    private final AuthProperties properties;
    private final TokenKey key;
    private final DefaultJWTProcessor<SecurityContext> access;
    private final DefaultJWTProcessor<SecurityContext> refresh;

    RegistryTokens(AuthProperties properties, TokenKey key) {
        this.properties = properties;
        this.key = key;
        this.access = processor(JOSEObjectType.JWT, properties.service());
        this.refresh = processor(REFRESH, refreshAudience());
    }

    private DefaultJWTProcessor<SecurityContext> processor(JOSEObjectType type, String audience) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(type));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.ES256, new ImmutableJWKSet<>(new JWKSet(key.get().toPublicJWK()))));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer()).build(), Set.of("sub", "exp", "iat"));
        claims.setMaxClockSkew(5);
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    /** As its tokens say. */
    String issuer() {
        return "davit:" + properties.service();
    }

    private String refreshAudience() {
        return properties.service() + "/refresh";
    }

    /** A token that allows its bearer {@code access}. */
    String issue(Identity identity, List<Map<String, Object>> granted, Instant now, Instant until) {
        return sign(
                JOSEObjectType.JWT,
                claims(identity.subject(), properties.service(), now, until)
                        .claim("roles", identity.roles())
                        .claim("access", granted)
                        .build());
    }

    /** A token that fetches tokens; {@code stamp} says of which state of the account. */
    String issueRefresh(String subject, String stamp, Instant now) {
        return sign(
                REFRESH,
                claims(subject, refreshAudience(), now, now.plus(properties.refreshExpiry()))
                        .claim("stamp", stamp)
                        .build());
    }

    private JWTClaimsSet.Builder claims(String subject, String audience, Instant now, Instant until) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(until))
                .jwtID(UUID.randomUUID().toString());
    }

    private String sign(JOSEObjectType type, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(type)
                            .keyID(key.get().getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(key.get()));
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException("cannot sign a token", failure);
        }
    }

    /** What a token says that allows something. */
    JWTClaimsSet read(SignedJWT token) throws BadJOSEException, JOSEException {
        return access.process(token, null);
    }

    /** What a token says that fetches others. */
    JWTClaimsSet readRefresh(SignedJWT token) throws BadJOSEException, JOSEException {
        return refresh.process(token, null);
    }
}
