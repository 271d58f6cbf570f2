package dev.davit.registry.trust;

import dev.sigstore.bundle.Bundle;
import dev.sigstore.encryption.signers.Verifiers;
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
import dev.sigstore.trustroot.TransparencyLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;

/**
 * The authorities and logs of a Sigstore. The library's parts are used one by one: its whole refuses statements without
 * a predicate, which cosign's are, and entries without a proof, which cosign's first form has; and it leaves open
 * whether the certificate was valid when the entry was logged.
 */
record SigstoreRoot(
        FulcioVerifier authorities, RekorVerifier proofs, List<TransparencyLog> logs, TimestampVerifier clocks) {

    static SigstoreRoot load(Path file) throws IOException, GeneralSecurityException, SigstoreConfigurationException {
        try (InputStream in = Files.newInputStream(file)) {
            SigstoreTrustedRoot root = SigstoreTrustedRoot.from(in);
            return new SigstoreRoot(
                    FulcioVerifier.newFulcioVerifier(root),
                    RekorVerifier.newRekorVerifier(root),
                    root.getTLogs(),
                    TimestampVerifier.newTimestampVerifier(root));
        }
    }

    /** Refuses a certificate that no authority signed or no log knows; the chain is needed only if the root lacks it. */
    void checkCertificate(X509Certificate signer, List<X509Certificate> chain) throws Untrusted {
        try {
            checkCertificate(path(List.of(signer)));
        } catch (Untrusted incomplete) {
            if (chain.isEmpty()) {
                throw incomplete;
            }
            List<X509Certificate> all = new ArrayList<>(List.of(signer));
            all.addAll(chain);
            checkCertificate(path(all));
        }
    }

    private static CertPath path(List<X509Certificate> certificates) throws Untrusted {
        try {
            return CertificateFactory.getInstance("X.509").generateCertPath(certificates);
        } catch (CertificateException malformed) {
            throw new Untrusted("its certificates are no chain: " + malformed.getMessage());
        }
    }

    /** Refuses a certificate that no authority signed, no log knows, or that is for something else than signing. */
    void checkCertificate(CertPath path) throws Untrusted {
        try {
            Purpose.CODE_SIGNING.check((X509Certificate) path.getCertificates().getFirst());
            authorities.verifySigningCertificate(path);
        } catch (FulcioVerificationException | IOException untrusted) {
            throw new Untrusted("its certificate is not one of Sigstore: " + untrusted.getMessage());
        }
    }

    /** Refuses an entry that is not in the log, or was made when the certificate was not valid. */
    void checkEntry(Bundle bundle, RekorEntry entry, X509Certificate signer, byte[] signature) throws Untrusted {
        try {
            proofs.verifyEntry(entry);
        } catch (RekorVerificationException untrusted) {
            throw new Untrusted("it is not logged: " + untrusted.getMessage());
        }
        String promise = entry.getVerification().getSignedEntryTimestamp();
        boolean dated = promise != null && !promise.isEmpty();
        if (dated) {
            log(entry);
            checkValid(signer, entry.getIntegratedTimeInstant());
        }
        for (Bundle.Timestamp timestamp : bundle.getTimestamps()) {
            checkTimestamp(signer, signature, timestamp.getRfc3161Timestamp());
            dated = true;
        }
        if (!dated) {
            throw new Untrusted("nobody says when it was made: neither the log nor a timestamp authority");
        }
    }

    /** Refuses an entry that the log did not promise to take, or took when the certificate was not valid. */
    void checkPromise(KeylessSignature signed) throws Untrusted {
        RekorEntry entry = signed.entry();
        byte[] promise = Json.base64(entry.getVerification().getSignedEntryTimestamp());
        try {
            if (!Verifiers.newVerifier(log(entry).getPublicKey().toJavaPublicKey())
                    .verify(entry.getSignableContent(), promise)) {
                throw new Untrusted("it is not logged: the log's promise is not its own");
            }
        } catch (GeneralSecurityException malformed) {
            throw new Untrusted("it is not logged: " + malformed.getMessage());
        }
        checkValid(signed.signer(), entry.getIntegratedTimeInstant());
        byte[] timestamp = signed.timestamp();
        if (timestamp != null) {
            checkTimestamp(signed.signer(), signed.signature(), timestamp);
        }
    }

    private TransparencyLog log(RekorEntry entry) throws Untrusted {
        byte[] id = HexFormat.of().parseHex(entry.getLogID());
        return TransparencyLog.find(logs, id, entry.getIntegratedTimeInstant())
                .orElseThrow(() -> new Untrusted("it is in none of the logs that were in use at its time"));
    }

    private void checkTimestamp(X509Certificate signer, byte[] signature, byte[] timestamp) throws Untrusted {
        Nesting.check(timestamp);
        TimestampResponse response =
                ImmutableTimestampResponse.builder().encoded(timestamp).build();
        try {
            clocks.verify(response, signature);
            checkValid(signer, response.getGenTime().toInstant());
        } catch (TimestampVerificationException | TimestampException untrusted) {
            throw new Untrusted("its timestamp does not count: " + untrusted.getMessage());
        }
    }

    private static void checkValid(X509Certificate signer, Instant at) throws Untrusted {
        try {
            signer.checkValidity(Date.from(at));
        } catch (CertificateException outdated) {
            throw new Untrusted("its certificate was not valid when it was made: " + outdated.getMessage());
        }
    }
}
