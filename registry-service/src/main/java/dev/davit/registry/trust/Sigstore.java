package dev.davit.registry.trust;

import dev.davit.registry.access.BadInput;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.VerificationOptions.UncheckedCertificateException;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.BundleParseException;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.strings.StringMatcher;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signatures by identities: a certificate of minutes, an authority and logs that vouch for it. */
@Component
public class Sigstore {

    private final @Nullable Path file;
    private @Nullable SigstoreRoot root;

    Sigstore(TrustProperties properties) {
        this.file = properties.sigstoreRoot();
    }

    /** Refuses to ask for identities where nobody can vouch for them. */
    public void check(SignedRule rule) {
        if (rule.identities() == null || rule.identities().isEmpty()) {
            return;
        }
        if (file == null) {
            throw new BadInput("signed.identities needs the setting davit.registry.trust.sigstore-root:"
                    + " the trusted_root.json of the Sigstore that vouches for them");
        }
        root(file);
    }

    /** Refuses what is not signed by one of the identities; what the statement says was checked before. */
    void verify(SignedBundle signed, byte[] content, List<SignedRule.Identity> identities) throws Untrusted {
        judge(identities, root -> {
            Bundle bundle = Bundle.from(new StringReader(new String(content, StandardCharsets.UTF_8)));
            verify(root, signed, bundle, identities);
        });
    }

    /** Refuses what is not signed by one of the identities; what the payload says was checked before. */
    void verify(KeylessSignature signed, List<SignedRule.Identity> identities) throws Untrusted {
        judge(identities, root -> {
            root.checkCertificate(signed.signer(), signed.chain());
            checkIdentity(signed.signer(), identities);
            checkSignature(signed.signer(), signed.payload(), signed.signature());
            signed.checkEntry();
            root.checkPromise(signed);
        });
    }

    private void judge(List<SignedRule.Identity> identities, Judgement judgement) throws Untrusted {
        if (identities.isEmpty() || file == null) {
            throw new Untrusted("it is by an identity, and none is trusted");
        }
        try {
            judgement.of(root(file));
        } catch (BundleParseException malformed) {
            throw new Untrusted("its bundle is malformed: " + malformed.getMessage());
        } catch (BadInput unreadable) {
            throw new Untrusted(unreadable.message());
        } catch (RuntimeException malformed) { // the library's, of lists that are too short and the like
            throw new Untrusted("its bundle is malformed: " + malformed);
        }
    }

    private static void verify(
            SigstoreRoot root, SignedBundle signed, Bundle bundle, List<SignedRule.Identity> identities)
            throws Untrusted {
        root.checkCertificate(bundle.getCertPath());
        X509Certificate signer =
                (X509Certificate) bundle.getCertPath().getCertificates().getFirst();
        checkIdentity(signer, identities);
        checkSame(signed, bundle.getDsseEnvelope().orElseThrow());
        checkSignature(signer, signed.signed(), signed.signature());
        RekorEntry entry = bundle.getEntries().getFirst();
        LoggedStatement.of(entry, signer).check(signed);
        root.checkEntry(bundle, entry, signer, signed.signature());
    }

    private static void checkSignature(X509Certificate signer, byte[] signed, byte[] signature) throws Untrusted {
        if (!KeySignature.verifies(signer.getPublicKey(), signed, signature)) {
            throw new Untrusted("what it says was changed after it was signed");
        }
    }

    // The bundle was read twice, by this registry and by the library: both must have seen the same.
    private static void checkSame(SignedBundle signed, Bundle.DsseEnvelope envelope) throws Untrusted {
        if (!Arrays.equals(signed.statement(), envelope.getPayload())
                || envelope.getSignatures().size() != 1
                || !Arrays.equals(signed.signature(), envelope.getSignature())) {
            throw new Untrusted("its bundle is ambiguous");
        }
    }

    private static void checkIdentity(X509Certificate signer, List<SignedRule.Identity> identities) throws Untrusted {
        try {
            if (identities.stream().map(Sigstore::matcher).noneMatch(matcher -> matcher.test(signer))) {
                throw new Untrusted("it is by none of the identities");
            }
        } catch (UncheckedCertificateException unnamed) {
            throw new Untrusted("its certificate names no identity");
        }
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

    private synchronized SigstoreRoot root(Path path) {
        if (root == null) {
            try {
                root = SigstoreRoot.load(path);
            } catch (IOException
                    | GeneralSecurityException
                    | SigstoreConfigurationException
                    | RuntimeException unreadable) {
                throw new BadInput("davit.registry.trust.sigstore-root: " + path + " is no trusted root of Sigstore: "
                        + unreadable.getMessage());
            }
        }
        return root;
    }

    private interface Judgement {
        void of(SigstoreRoot root) throws Untrusted, BundleParseException;
    }
}
