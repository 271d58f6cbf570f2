package dev.davit.registry.trust;

import dev.sigstore.rekor.client.ImmutableRekorEntry;
import dev.sigstore.rekor.client.ImmutableVerification;
import dev.sigstore.rekor.client.RekorEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * cosign's first form by an identity: what vouches for it is in annotations of the layer.
 *
 * @param chain certificates between the signer's and the authority's, with or without the latter
 * @param entry of the log, with its promise that the entry was taken (SET) and without a proof
 * @param timestamp an RFC 3161 response; null: none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeylessSignature(
        byte[] payload,
        byte[] signature,
        X509Certificate signer,
        List<X509Certificate> chain,
        RekorEntry entry,
        byte @Nullable [] timestamp) {

    static final String CERTIFICATE = "dev.sigstore.cosign/certificate";

    private static final String CHAIN = "dev.sigstore.cosign/chain";
    private static final String BUNDLE = "dev.sigstore.cosign/bundle";
    private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";
    private static final int LIMIT = 64 * 1024; // of an annotation: they have a few KB
    private static final int MOST = 10;
    private static final Set<String> KINDS = Set.of("hashedrekord 0.0.1", "rekord 0.0.1");

    static KeylessSignature parse(byte[] payload, byte[] signature, Map<String, String> annotations) throws Untrusted {
        List<X509Certificate> signer = certificates(annotations, CERTIFICATE);
        List<X509Certificate> chain = annotations.containsKey(CHAIN) ? certificates(annotations, CHAIN) : List.of();
        if (signer.size() != 1) {
            throw new Untrusted("its annotation " + CERTIFICATE + " holds " + signer.size() + " certificates");
        }
        byte[] timestamp = annotations.containsKey(TIMESTAMP)
                ? Json.base64(Json.need(json(annotations, TIMESTAMP), "SignedRFC3161Timestamp"))
                : null;
        return new KeylessSignature(
                payload, signature, signer.getFirst(), chain, entry(json(annotations, BUNDLE)), timestamp);
    }

    private static RekorEntry entry(JsonNode bundle) throws Untrusted {
        JsonNode promised = bundle.path("Payload");
        return ImmutableRekorEntry.builder()
                .body(Json.need(promised, "body"))
                .integratedTime(number(promised, "integratedTime"))
                .logIndex(number(promised, "logIndex"))
                .logID(Json.need(promised, "logID"))
                .verification(ImmutableVerification.builder()
                        .signedEntryTimestamp(Json.need(bundle, "SignedEntryTimestamp"))
                        .build())
                .build();
    }

    private static long number(JsonNode node, String field) throws Untrusted {
        JsonNode number = node.path(field);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new Untrusted("its " + field + " is no number");
        }
        return number.longValue();
    }

    private static JsonNode json(Map<String, String> annotations, String name) throws Untrusted {
        return Json.object(text(annotations, name).getBytes(StandardCharsets.UTF_8));
    }

    private static List<X509Certificate> certificates(Map<String, String> annotations, String name) throws Untrusted {
        List<X509Certificate> certificates = Pem.certificates(text(annotations, name));
        if (certificates.size() > MOST) {
            throw new Untrusted("its annotation " + name + " has more than " + MOST + " certificates");
        }
        return certificates;
    }

    private static String text(Map<String, String> annotations, String name) throws Untrusted {
        String text = annotations.get(name);
        if (text == null) {
            throw new Untrusted("it is by a certificate, and has no annotation " + name);
        }
        if (text.length() > LIMIT) {
            throw new Untrusted("its annotation " + name + " is longer than " + LIMIT);
        }
        return text;
    }

    /** Refuses an entry that is about anything but this payload, signature and certificate. */
    void checkEntry() throws Untrusted {
        JsonNode body = Json.object(Json.base64(entry.getBody()));
        String kind = Json.text(body, "kind") + " " + Json.text(body, "apiVersion");
        if (!KINDS.contains(kind)) {
            throw new Untrusted("the log's entry is of the kind " + kind + ", which is not supported");
        }
        JsonNode spec = body.path("spec");
        JsonNode hash = spec.path("data").path("hash");
        JsonNode logged = spec.path("signature");
        if (!"sha256".equals(Json.text(hash, "algorithm"))
                || !HexFormat.of().formatHex(LoggedStatement.sha256(payload)).equals(Json.text(hash, "value"))
                || !MessageDigest.isEqual(signature, Json.base64(Json.text(logged, "content")))) {
            throw new Untrusted("the log's entry is of another signature");
        }
        byte[] by = Json.base64(Json.text(logged.path("publicKey"), "content"));
        if (!isSigner(Pem.certificates(new String(by, StandardCharsets.UTF_8)))) {
            throw new Untrusted("the log's entry is by another certificate");
        }
    }

    private boolean isSigner(List<X509Certificate> logged) throws Untrusted {
        try {
            return logged.size() == 1 && MessageDigest.isEqual(logged.getFirst().getEncoded(), signer.getEncoded());
        } catch (CertificateEncodingException malformed) {
            throw new Untrusted("its certificate is malformed");
        }
    }
}
