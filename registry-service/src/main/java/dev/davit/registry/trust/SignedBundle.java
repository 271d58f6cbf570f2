package dev.davit.registry.trust;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * Sigstore's bundle around an in-toto statement. Only statements that say nothing but that the image is signed count: an
 * attestation by the same key may say that the image is bad.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignedBundle(byte[] statement, byte[] signature, boolean byKey) {

    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

    static SignedBundle parse(byte[] content) throws Untrusted {
        JsonNode bundle = Json.object(content);
        if (!Envelope.BUNDLE.equals(Json.text(bundle, "mediaType"))) {
            throw new Untrusted("it is no bundle of version 0.3");
        }
        JsonNode envelope = bundle.path("dsseEnvelope");
        if (!IN_TOTO.equals(Json.text(envelope, "payloadType"))) {
            throw new Untrusted("it holds no in-toto statement");
        }
        JsonNode signatures = envelope.path("signatures");
        if (signatures.size() != 1) {
            throw new Untrusted("it has " + signatures.size() + " signatures, not one");
        }
        return new SignedBundle(
                Json.base64(Json.text(envelope, "payload")),
                Json.base64(Json.text(signatures.get(0), "sig")),
                bundle.path("verificationMaterial").has("publicKey"));
    }

    void checkStatement(Image image) throws Untrusted {
        JsonNode content = Json.object(statement);
        String predicate = Json.need(content, "predicateType");
        if (!predicate.equals(SIGNED)) {
            throw new Untrusted("it is an attestation (" + predicate + "), no signature");
        }
        for (JsonNode subject : content.path("subject")) {
            if (image.hex().equals(Json.text(subject.path("digest"), image.algorithm()))) {
                return;
            }
        }
        throw new Untrusted("it is a signature of another digest");
    }

    void checkKey(Trusted trusted) throws Untrusted {
        byte[] signed = signed();
        if (trusted.keys().stream().noneMatch(key -> KeySignature.verifies(key, signed, signature))) {
            throw new Untrusted("it is by none of the keys");
        }
    }

    // DSSE's pre-authentication encoding.
    byte[] signed() {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        String head = "DSSEv1 " + IN_TOTO.length() + " " + IN_TOTO + " " + statement.length + " ";
        signed.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(statement);
        return signed.toByteArray();
    }
}
