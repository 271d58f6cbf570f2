package dev.davit.registry.trust;

import dev.sigstore.json.JsonParseException;
import dev.sigstore.proto.common.v1.HashAlgorithm;
import dev.sigstore.proto.rekor.v2.DSSELogEntryV002;
import dev.sigstore.proto.rekor.v2.HashedRekordLogEntryV002;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorTypeException;
import dev.sigstore.rekor.client.RekorTypes;
import dev.sigstore.rekor.dsse.v0_0_1.Dsse;
import dev.sigstore.rekor.dsse.v0_0_1.PayloadHash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * What the log's entry is about.
 *
 * @param encoded whether the hash is one of the bytes that were signed; otherwise of the statement alone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoggedStatement(byte[] hash, boolean encoded, byte[] signature) {

    static LoggedStatement of(RekorEntry entry, X509Certificate signer) throws Untrusted {
        try {
            String kind = entry.getBodyDecoded().getKind() + " "
                    + entry.getBodyDecoded().getApiVersion();
            return switch (kind) {
                case "dsse 0.0.1" -> first(RekorTypes.getDsseV001(entry));
                case "dsse 0.0.2" -> second(RekorTypes.getDsseV002(entry), signer);
                case "hashedrekord 0.0.2" -> second(RekorTypes.getHashedRekordV002(entry), signer);
                default -> throw new Untrusted("the log's entry is of the kind " + kind + ", which is not supported");
            };
        } catch (JsonParseException | RekorTypeException | IllegalArgumentException malformed) {
            throw new Untrusted("the log's entry is not one of a statement: " + malformed.getMessage());
        }
    }

    private static LoggedStatement first(Dsse entry) throws Untrusted {
        if (entry.getPayloadHash().getAlgorithm() != PayloadHash.Algorithm.SHA_256
                || entry.getSignatures().size() != 1) {
            throw new Untrusted("the log's entry has no SHA-256, or not one signature");
        }
        return new LoggedStatement(
                HexFormat.of().parseHex(entry.getPayloadHash().getValue()),
                false,
                Json.base64(entry.getSignatures().getFirst().getSignature()));
    }

    private static LoggedStatement second(DSSELogEntryV002 entry, X509Certificate signer) throws Untrusted {
        if (entry.getPayloadHash().getAlgorithm() != HashAlgorithm.SHA2_256 || entry.getSignaturesCount() != 1) {
            throw new Untrusted("the log's entry has no SHA-256, or not one signature");
        }
        checkSigner(entry.getSignatures(0).getVerifier(), signer);
        return new LoggedStatement(
                entry.getPayloadHash().getDigest().toByteArray(),
                false,
                entry.getSignatures(0).getContent().toByteArray());
    }

    private static LoggedStatement second(HashedRekordLogEntryV002 entry, X509Certificate signer) throws Untrusted {
        if (entry.getData().getAlgorithm() != HashAlgorithm.SHA2_256) {
            throw new Untrusted("the log's entry has no SHA-256");
        }
        checkSigner(entry.getSignature().getVerifier(), signer);
        return new LoggedStatement(
                entry.getData().getDigest().toByteArray(),
                true,
                entry.getSignature().getContent().toByteArray());
    }

    private static void checkSigner(dev.sigstore.proto.rekor.v2.Verifier logged, X509Certificate signer)
            throws Untrusted {
        try {
            byte[] certificate = logged.getX509Certificate().getRawBytes().toByteArray();
            if (!MessageDigest.isEqual(certificate, signer.getEncoded())) {
                throw new Untrusted("the log's entry is by another certificate");
            }
        } catch (CertificateEncodingException malformed) {
            throw new Untrusted("its certificate is malformed");
        }
    }

    void check(SignedBundle bundle) throws Untrusted {
        byte[] expected = sha256(encoded ? bundle.signed() : bundle.statement());
        if (!MessageDigest.isEqual(hash, expected) || !MessageDigest.isEqual(signature, bundle.signature())) {
            throw new Untrusted("the log's entry is of another signature");
        }
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
