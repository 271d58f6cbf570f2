package dev.davit.registry.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whom a test trusts. */
final class Trusting {

    private Trusting() {}

    /** No Sigstore. */
    static TrustProperties nobody() {
        return new TrustProperties(null, null, List.of());
    }

    /** For signatures whose policy asks nobody who revoked them. */
    static Revocation unasked() {
        return new Revocation(new RevocationSource() {
            @Override
            public List<byte[]> held() {
                throw new AssertionError("asked");
            }

            @Override
            public byte[] list(String url) {
                throw new AssertionError("asked");
            }

            @Override
            public byte[] ask(String url, byte[] request) {
                throw new AssertionError("asked");
            }
        });
    }

    static Trusted keys(PublicKey... keys) {
        return rule(Stream.of(keys).map(Signing::pem).toList(), null, null, null, false)
                .trusted();
    }

    static Trusted identity(String issuer, String subject) {
        return rule(null, null, null, List.of(new SignedRule.Identity(issuer, subject)), false)
                .trusted();
    }

    static SignedRule rule(
            @Nullable List<String> keys,
            @Nullable List<String> certificates,
            @Nullable List<String> subjects,
            @Nullable List<SignedRule.Identity> identities,
            boolean sameRepository) {
        return new SignedRule(null, keys, certificates, subjects, identities, sameRepository, null, null, null, null);
    }

    /** Certificates that are dated, and asked after, as a test wants. */
    static Trusted certificates(X509Certificate authority, @Nullable X509Certificate clock, boolean unrevoked) {
        return new SignedRule(
                        null,
                        null,
                        List.of(Signing.pem(authority)),
                        null,
                        null,
                        null,
                        null,
                        null,
                        clock == null ? null : List.of(Signing.pem(clock)),
                        unrevoked ? "enforce" : null)
                .trusted();
    }

    static Trusted signingAuthority(X509Certificate authority) {
        return new SignedRule(null, null, null, null, null, null, null, List.of(Signing.pem(authority)), null, "skip")
                .trusted();
    }
}
