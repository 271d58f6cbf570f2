package dev.davit.registry.trust;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Signs as cosign does, with the JDK. */
public final class Signing {

    public static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";
    public static final String SIMPLE = Envelope.SIMPLE_SIGNING;
    public static final String BUNDLE = Envelope.BUNDLE;
    public static final String COSE = Envelope.COSE;

    private Signing() {}

    /** Of {@code P-256}, {@code P-384}, {@code P-521}, {@code RSA}, {@code RSA-1024} or {@code Ed25519}. */
    public static KeyPair keys(String kind) {
        try {
            if (kind.startsWith("P-")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp" + kind.substring(2) + "r1"));
                return generator.generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.split("-", 2)[0]);
            if (kind.startsWith("RSA")) {
                generator.initialize(kind.equals("RSA") ? 2048 : 1024); // the JDK's own choice takes long to find
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String pem(PublicKey key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    public static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    public static byte[] sign(PrivateKey key, byte[] content) {
        String algorithm = algorithm(key);
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(content);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String algorithm(Key key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "Ed25519";
        };
    }

    public static byte[] payload(String reference, String digest) {
        return bytes("{\"critical\":{\"identity\":{\"docker-reference\":\"" + reference
                + "\"},\"image\":{\"docker-manifest-digest\":\"" + digest
                + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}");
    }

    /** cosign's first form: a payload, and the signature in an annotation of the layer. */
    static Envelope simple(PrivateKey key, byte[] payload) {
        return new Envelope(SIMPLE, payload, annotations(key, payload));
    }

    public static Map<String, String> annotations(PrivateKey key, byte[] payload) {
        return Map.of("dev.cosignproject.cosign/signature", base64(sign(key, payload)));
    }

    static byte[] statement(String digest, String predicate) {
        int colon = digest.indexOf(':');
        return bytes("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\""
                + digest.substring(0, colon) + "\":\"" + digest.substring(colon + 1) + "\"}}],\"predicateType\":\""
                + predicate + "\",\"predicate\":{}}");
    }

    /** What DSSE signs. */
    static byte[] encoded(byte[] statement) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes("DSSEv1 28 application/vnd.in-toto+json " + statement.length + " "));
        all.writeBytes(statement);
        return all.toByteArray();
    }

    static String envelope(byte[] statement, byte[] signature) {
        return "\"dsseEnvelope\":{\"payload\":\"" + base64(statement)
                + "\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[{\"sig\":\"" + base64(signature)
                + "\"}]}";
    }

    /** cosign's bundle, by a key. */
    public static byte[] bundle(PrivateKey key, String digest, String predicate) {
        byte[] statement = statement(digest, predicate);
        return bytes("{\"mediaType\":\"" + BUNDLE + "\",\"verificationMaterial\":{\"publicKey\":{\"hint\":\"x\"}},"
                + envelope(statement, sign(key, encoded(statement))) + "}");
    }

    /** notation's signature by a certificate. */
    public static byte[] notation(PrivateKey key, X509Certificate certificate, byte[] image, String digest) {
        Image signed = new Image("any", digest, image.length, "application/vnd.oci.image.manifest.v1+json");
        return new NotationDraft(key, List.of(certificate), signed).jws().content();
    }

    /** cosign's signature by an identity, beside its payload: certificate, log and all. */
    public static Map<String, String> keyless(FakeSigstore sigstore, String issuer, String subject, byte[] payload) {
        KeylessDraft draft = new KeylessDraft(
                sigstore,
                new FakeSigstore.Request(issuer, subject, "sha256:", Duration.ofMinutes(-5), Duration.ofMinutes(5)));
        draft.payload = payload;
        draft.hash = FakeSigstore.hex(FakeSigstore.sha256(payload));
        draft.signature = sign(draft.keys.getPrivate(), payload);
        draft.loggedSignature = draft.signature;
        return draft.annotations();
    }

    /** What notation's other form looks like around anything. */
    public static byte[] cose(byte[] content) {
        NotationDraft draft = new NotationDraft(
                keys("P-256").getPrivate(), List.of(), new Image("any", "sha256:" + "0".repeat(64), 1, "any"));
        draft.payload = new String(content, StandardCharsets.UTF_8);
        return draft.cose().content();
    }

    static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
