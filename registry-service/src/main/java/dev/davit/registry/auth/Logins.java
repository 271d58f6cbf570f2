package dev.davit.registry.auth;

import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.account.Passwords;
import dev.davit.registry.web.Exchange;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.springframework.stereotype.Component;

/** Names and passwords, and certificates, that prove who somebody is. */
@Component
@WhenAuthIsOn
class Logins {

    private static final int TRIES = 10;
    private static final int TRIES_OF_AN_ADDRESS = 200; // there may be many behind it
    private static final int REMEMBERED = 4096;

    private final Passwords passwords;
    private final AuthProperties properties;
    private final Map<String, Bucket> tries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    Logins(Passwords passwords, AuthProperties properties) {
        this.passwords = passwords;
        this.properties = properties;
    }

    /** What an {@code Authorization: Basic} header proves. */
    Optional<Identity> password(Exchange exchange, String header) {
        if (!header.regionMatches(true, 0, "basic ", 0, "basic ".length())) {
            return Optional.empty();
        }
        String decoded;
        try {
            decoded = new String(
                    Base64.getDecoder()
                            .decode(header.substring("basic ".length()).strip()),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        int colon = decoded.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : password(exchange, decoded.substring(0, colon), decoded.substring(colon + 1));
    }

    /** What a name and a password prove; 429 after too many that were wrong, of one address for one name or any. */
    Optional<Identity> password(Exchange exchange, String name, String password) {
        Bucket ofName = bucket(exchange.remoteAddress() + " " + name, TRIES);
        Bucket ofAddress = bucket(exchange.remoteAddress(), TRIES_OF_AN_ADDRESS);
        check(ofName);
        check(ofAddress);
        Optional<Identity> identity = passwords.login(name, password).map(Identity::of);
        if (identity.isEmpty()) {
            ofName.tryConsume(1);
            ofAddress.tryConsume(1);
        }
        return identity;
    }

    private static void check(Bucket bucket) {
        EstimationProbe probe = bucket.estimateAbilityToConsume(1);
        if (!probe.canBeConsumed()) {
            throw Challenges.throttled(1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket(String key, int most) {
        synchronized (tries) {
            return tries.computeIfAbsent(
                    key,
                    absent -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(most).refillGreedy(most, Duration.ofMinutes(1)))
                            .build());
        }
    }

    /** What the client's certificate proves, if the configuration says that certificates do. */
    Optional<Identity> certificate(Exchange exchange) {
        X509Certificate certificate = properties.clientCertificates() ? exchange.certificate() : null;
        return certificate == null
                ? Optional.empty()
                : commonName(certificate).filter(Identity::isName).map(Logins::certified);
    }

    private static Identity certified(String commonName) {
        return new Identity("cert:" + commonName, List.of(), null);
    }

    static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .reduce((general, special) -> special);
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
    }
}
