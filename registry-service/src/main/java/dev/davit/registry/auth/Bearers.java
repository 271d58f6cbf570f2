package dev.davit.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.davit.platform.hash.Hashes;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.account.Grants;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What bearer tokens say, the registry's own and those of OpenID providers. A signature is verified once: whoever comes
 * with the same token again is remembered until it ends.
 */
@Component
@WhenAuthIsOn
class Bearers {

    private static final Logger LOG = LoggerFactory.getLogger(Bearers.class);
    private static final int REMEMBERED = 2048;
    private static final int LONGEST = 16 * 1024;

    private final RegistryTokens tokens;
    private final Grants grants;
    private final Map<String, OidcIssuer> issuers;
    private final Map<String, Verified> verified = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > REMEMBERED;
        }
    };

    Bearers(RegistryTokens tokens, Grants grants, AuthProperties properties) {
        this.tokens = tokens;
        this.grants = grants;
        this.issuers =
                properties.oidc().stream().collect(Collectors.toMap(AuthProperties.Oidc::issuer, OidcIssuer::new));
    }

    /** Who comes with this token; empty: it is not valid. */
    Optional<KnownCaller> caller(String token) {
        return verified(token).map(found -> switch (found) {
            case Verified.Own own -> own.caller;
            case Verified.Foreign foreign ->
                new KnownCaller.Granted(foreign.identity.subject(), grants.of(foreign.identity.subjects()));
        });
    }

    /** Who this token of an OpenID provider says that somebody is. */
    Optional<Identity> identity(String token) {
        return verified(token).map(found -> found instanceof Verified.Foreign foreign ? foreign.identity : null);
    }

    private Optional<Verified> verified(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        String key = HexFormat.of().formatHex(Hashes.sha256().digest(token.getBytes(StandardCharsets.US_ASCII)));
        synchronized (verified) {
            Verified held = verified.get(key);
            if (held != null && Instant.now().isBefore(held.until())) {
                return Optional.of(held);
            }
            verified.remove(key);
        }
        Optional<Verified> fresh = verify(token);
        synchronized (verified) {
            fresh.ifPresent(found -> verified.put(key, found));
        }
        return fresh;
    }

    private Optional<Verified> verify(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token); // one without a signature is none
            String issuer = parsed.getJWTClaimsSet().getIssuer();
            if (tokens.issuer().equals(issuer)) {
                return Optional.of(own(tokens.read(parsed)));
            }
            OidcIssuer foreign = issuer == null ? null : issuers.get(issuer);
            return foreign == null ? Optional.empty() : Optional.of(foreign(foreign.identify(parsed)));
        } catch (KeySourceException | IOException away) {
            LOG.warn("an OpenID provider does not say its keys", away);
            throw new RegistryError(503, ErrorCode.UNKNOWN, "the OpenID provider of this token does not answer");
        } catch (ParseException | BadJOSEException | JOSEException wrong) {
            LOG.debug("a token was refused", wrong);
            return Optional.empty();
        }
    }

    private Verified own(JWTClaimsSet claims) throws ParseException {
        List<?> access = claims.getListClaim("access");
        List<String> roles = claims.getStringListClaim("roles");
        Identity identity = new Identity(claims.getSubject(), roles == null ? List.of() : roles, null);
        List<?> allowed = access == null ? List.of() : access;
        KnownCaller.Bearer caller = new KnownCaller.Bearer(
                identity.subject(),
                Scopes.read(allowed),
                Scopes.browses(allowed),
                () -> grants.of(identity.subjects()));
        return new Verified.Own(caller, claims.getExpirationTime().toInstant());
    }

    private static Verified foreign(Identity identity) {
        return new Verified.Foreign(identity, identity.until() == null ? Instant.EPOCH : identity.until());
    }

    private sealed interface Verified {

        Instant until();

        record Own(KnownCaller.Bearer caller, Instant until) implements Verified {}

        record Foreign(Identity identity, Instant until) implements Verified {}
    }
}
