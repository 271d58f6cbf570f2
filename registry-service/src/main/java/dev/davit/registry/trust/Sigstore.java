package dev.davit.registry.trust;

import dev.davit.registry.access.BadInput;
import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.TrustedRootProvider;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.BundleParseException;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.strings.StringMatcher;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signatures by identities: a certificate of minutes, an authority and logs that vouch for it. */
@Component
public class Sigstore {

    private final @Nullable Path root;
    private @Nullable KeylessVerifier verifier;

    Sigstore(TrustProperties properties) {
        this.root = properties.sigstoreRoot();
    }

    /** Refuses to ask for identities where nobody can vouch for them. */
    public void check(SignedRule rule) {
        if (rule.identities() == null || rule.identities().isEmpty()) {
            return;
        }
        if (root == null) {
            throw new BadInput("signed.identities needs the setting davit.registry.trust.sigstore-root:"
                    + " the trusted_root.json of the Sigstore that vouches for them");
        }
        verifier();
    }

    void verify(Image image, byte[] content, List<SignedRule.Identity> identities) throws Untrusted {
        if (identities.isEmpty()) {
            throw new Untrusted("it is by an identity, and none is trusted");
        }
        if (!image.algorithm().equals("sha256")) {
            throw new Untrusted("Sigstore signs sha256 digests only");
        }
        try {
            Bundle bundle = Bundle.from(new StringReader(new String(content, StandardCharsets.UTF_8)));
            VerificationOptions options = VerificationOptions.builder()
                    .addAllCertificateMatchers(
                            identities.stream().map(Sigstore::matcher).toList())
                    .build();
            verifier().verify(HexFormat.of().parseHex(image.hex()), bundle, options);
            checkTime(bundle);
        } catch (BundleParseException | KeylessVerificationException | CertificateException untrusted) {
            throw new Untrusted(String.valueOf(untrusted.getMessage()));
        } catch (BadInput unreadable) {
            throw new Untrusted(unreadable.message());
        } catch (RuntimeException malformed) {
            throw new Untrusted("its bundle is malformed: " + malformed);
        }
    }

    // The library leaves it open when the log took the entry: the certificate must have been valid then.
    private static void checkTime(Bundle bundle) throws Untrusted, CertificateException {
        if (!bundle.getTimestamps().isEmpty()) {
            return; // verified, and within the certificate's time
        }
        RekorEntry entry = bundle.getEntries().getFirst();
        String promise = entry.getVerification().getSignedEntryTimestamp();
        if (promise == null || promise.isEmpty()) {
            throw new Untrusted("nobody says when it was made: neither the log nor a timestamp authority");
        }
        X509Certificate leaf =
                (X509Certificate) bundle.getCertPath().getCertificates().getFirst();
        leaf.checkValidity(Date.from(entry.getIntegratedTimeInstant()));
    }

    private static CertificateMatcher matcher(SignedRule.Identity identity) {
        return CertificateMatcher.fulcio()
                .issuer(StringMatcher.string(Objects.requireNonNull(identity.issuer())))
                .subjectAlternativeName(subject(Objects.requireNonNull(identity.subject())))
                .build();
    }

    private static StringMatcher subject(String subject) {
        if (!subject.endsWith("*")) {
            return StringMatcher.string(subject);
        }
        String head = subject.substring(0, subject.length() - 1);
        return new StringMatcher() {
            @Override
            public boolean test(String text) {
                return text.startsWith(head);
            }

            @Override
            public String toString() {
                return subject;
            }
        };
    }

    private synchronized KeylessVerifier verifier() {
        if (verifier == null) {
            try {
                verifier = KeylessVerifier.builder()
                        .trustedRootProvider(TrustedRootProvider.from(Objects.requireNonNull(root)))
                        .build();
            } catch (GeneralSecurityException | SigstoreConfigurationException | RuntimeException unreadable) {
                throw new BadInput("davit.registry.trust.sigstore-root: " + root + " is no trusted root of Sigstore: "
                        + unreadable.getMessage());
            }
        }
        return verifier;
    }
}
