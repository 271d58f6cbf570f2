package dev.davit.registry.trust;

import dev.sigstore.bundle.Bundle;
import dev.sigstore.fulcio.client.FulcioVerificationException;
import dev.sigstore.fulcio.client.FulcioVerifier;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorVerificationException;
import dev.sigstore.rekor.client.RekorVerifier;
import dev.sigstore.timestamp.client.ImmutableTimestampResponse;
import dev.sigstore.timestamp.client.TimestampException;
import dev.sigstore.timestamp.client.TimestampResponse;
import dev.sigstore.timestamp.client.TimestampVerificationException;
import dev.sigstore.timestamp.client.TimestampVerifier;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;

/**
 * The authorities and logs of a Sigstore. The library's parts are used one by one: its whole refuses statements without
 * a predicate, which cosign's are, and leaves open whether the certificate was valid when the entry was logged.
 */
record SigstoreRoot(FulcioVerifier authorities, RekorVerifier logs, TimestampVerifier clocks) {

    static SigstoreRoot load(Path file) throws IOException, GeneralSecurityException, SigstoreConfigurationException {
        SigstoreTrustedRoot root = SigstoreTrustedRoot.from(Files.newInputStream(file));
        return new SigstoreRoot(
                FulcioVerifier.newFulcioVerifier(root),
                RekorVerifier.newRekorVerifier(root),
                TimestampVerifier.newTimestampVerifier(root));
    }

    /** Refuses a certificate that no authority signed or no log knows. */
    void checkCertificate(Bundle bundle) throws Untrusted {
        try {
            authorities.verifySigningCertificate(bundle.getCertPath());
        } catch (FulcioVerificationException | IOException untrusted) {
            throw new Untrusted("its certificate is not one of Sigstore: " + untrusted.getMessage());
        }
    }

    /** Refuses an entry that is not in the log, or was made when the certificate was not valid. */
    void checkEntry(Bundle bundle, RekorEntry entry, X509Certificate signer, byte[] signature) throws Untrusted {
        try {
            logs.verifyEntry(entry);
            String promise = entry.getVerification().getSignedEntryTimestamp();
            boolean dated = promise != null && !promise.isEmpty();
            if (dated) {
                signer.checkValidity(Date.from(entry.getIntegratedTimeInstant()));
            }
            for (Bundle.Timestamp timestamp : bundle.getTimestamps()) {
                TimestampResponse response = ImmutableTimestampResponse.builder()
                        .encoded(timestamp.getRfc3161Timestamp())
                        .build();
                clocks.verify(response, signature);
                signer.checkValidity(response.getGenTime());
                dated = true;
            }
            if (!dated) {
                throw new Untrusted("nobody says when it was made: neither the log nor a timestamp authority");
            }
        } catch (RekorVerificationException | TimestampVerificationException | TimestampException untrusted) {
            throw new Untrusted("it is not logged: " + untrusted.getMessage());
        } catch (CertificateException outdated) {
            throw new Untrusted("its certificate was not valid when it was made: " + outdated.getMessage());
        }
    }
}
