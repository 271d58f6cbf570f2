package dev.davit.registry.trust;

import dev.sigstore.json.JsonParseException;
import dev.sigstore.proto.common.v1.HashAlgorithm;
import dev.sigstore.proto.rekor.v2.DSSELogEntryV002;
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

/** What the log's entry is about: the hash of a statement, and a signature of it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoggedStatement(byte[] hash, byte[] signature) {

    static LoggedStatement of(RekorEntry entry, X509Certificate signer) throws Untrusted {
        try {
            return switch (entry.getBodyDecoded().getApiVersion()) {
                case "0.0.1" -> first(RekorTypes.getDsseV001(entry));
                case "0.0.2" -> second(RekorTypes.getDsseV002(entry), signer);
                case String other -> throw new Untrusted("the log's entry has the unknown version " + other);
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
                Json.base64(entry.getSignatures().getFirst().getSignature()));
    }

    private static LoggedStatement second(DSSELogEntryV002 entry, X509Certificate signer) throws Untrusted {
        if (entry.getPayloadHash().getAlgorithm() != HashAlgorithm.SHA2_256 || entry.getSignaturesCount() != 1) {
            throw new Untrusted("the log's entry has no SHA-256, or not one signature");
        }
        byte[] logged = entry.getSignatures(0)
                .getVerifier()
                .getX509Certificate()
                .getRawBytes()
                .toByteArray();
        try {
            if (!MessageDigest.isEqual(logged, signer.getEncoded())) {
                throw new Untrusted("the log's entry is by another certificate");
            }
        } catch (CertificateEncodingException malformed) {
            throw new Untrusted("its certificate is malformed");
        }
        return new LoggedStatement(
                entry.getPayloadHash().getDigest().toByteArray(),
                entry.getSignatures(0).getContent().toByteArray());
    }

    void check(byte[] statement, byte[] signed) throws Untrusted {
        if (!MessageDigest.isEqual(hash, sha256(statement)) || !MessageDigest.isEqual(signature, signed)) {
            throw new Untrusted("the log's entry is of another signature");
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
