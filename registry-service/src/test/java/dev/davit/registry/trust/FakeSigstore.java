package dev.davit.registry.trust;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** An authority, a certificate log and a signature log as Sigstore runs them, in memory. */
public final class FakeSigstore {

    private static final ASN1ObjectIdentifier ISSUER = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8");
    private static final ASN1ObjectIdentifier TIMESTAMPS = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
    private static final String LOG = "rekor.example";

    private final Authority authority;
    private final FakeClock clock = new FakeClock("CN=clock,O=example");
    private final KeyPair certificates = Signing.keys("P-256");
    private final KeyPair entries = Signing.keys("P-256");

    public FakeSigstore() {
        this(new Authority("CN=fulcio,O=example"));
    }

    FakeSigstore(Authority authority) {
        this.authority = authority;
    }

    X509Certificate authority() {
        return authority.certificate();
    }

    FakeClock clock() {
        return clock;
    }

    /** As {@code trusted_root.json} says it. */
    public String root() {
        return """
                {"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1",
                 "tlogs":[%s],"ctlogs":[%s],
                 "certificateAuthorities":[{"subject":{"organization":"example","commonName":"fulcio"},
                   "uri":"https://fulcio.example","certChain":{"certificates":[{"rawBytes":"%s"}]},
                   "validFor":{"start":"2020-01-01T00:00:00Z"}}],
                 "timestampAuthorities":[{"subject":{"organization":"example","commonName":"clock"},
                   "uri":"https://clock.example","certChain":{"certificates":[{"rawBytes":"%s"},{"rawBytes":"%s"}]},
                   "validFor":{"start":"2020-01-01T00:00:00Z"}}]}
                """.formatted(
                        log("https://" + LOG, entries.getPublic()),
                        log("https://ct.example", certificates.getPublic()),
                        base64(authority.certificate()),
                        base64(clock.certificate()),
                        base64(clock.authority()));
    }

    private static String log(String url, PublicKey key) {
        return """
                {"baseUrl":"%s","hashAlgorithm":"SHA2_256","logId":{"keyId":"%s"},
                 "publicKey":{"rawBytes":"%s","keyDetails":"PKIX_ECDSA_P256_SHA_256",
                   "validFor":{"start":"2020-01-01T00:00:00Z"}}}""".formatted(url, Signing.base64(sha256(key.getEncoded())), Signing.base64(key.getEncoded()));
    }

    /** What a signer asks for. */
    record Request(String issuer, String subject, String digest, Duration certificateFrom, Duration certificateUntil) {}

    /** A bundle by an identity, whose entry was logged now. */
    byte[] sign(Request request, String predicate, boolean promised) {
        KeyPair keys = Signing.keys("P-256");
        X509Certificate certificate = certificate(request, keys.getPublic());
        byte[] statement = Signing.statement(request.digest(), predicate);
        byte[] signature = Signing.sign(keys.getPrivate(), Signing.encoded(statement));
        byte[] body = Signing.bytes("""
                {"apiVersion":"0.0.1","kind":"dsse","spec":{"envelopeHash":{"algorithm":"sha256","value":"%s"},\
                "payloadHash":{"algorithm":"sha256","value":"%s"},"signatures":[{"signature":"%s","verifier":"%s"}]}}""".formatted(
                        hex(sha256(statement)),
                        hex(sha256(statement)),
                        Signing.base64(signature),
                        Signing.base64(Signing.bytes(Signing.pem(certificate)))));
        return Signing.bytes("{\"mediaType\":\"" + Signing.BUNDLE
                + "\",\"verificationMaterial\":{\"certificate\":{\"rawBytes\":\"" + base64(certificate)
                + "\"},\"tlogEntries\":[" + entry(body, promised) + "]}," + Signing.envelope(statement, signature)
                + "}");
    }

    // The only entry of its log, whose root is the entry.
    private String entry(byte[] body, boolean promised) {
        byte[] id = sha256(entries.getPublic().getEncoded());
        long now = Instant.now().getEpochSecond();
        byte[] root = sha256(concat(new byte[1], body));
        String head = LOG + "\n1\n" + Signing.base64(root) + "\n";
        byte[] signed = Signing.sign(entries.getPrivate(), Signing.bytes(head));
        String checkpoint = (head + "\n\u2014 " + LOG + " " + Signing.base64(concat(Arrays.copyOf(id, 4), signed))
                        + "\n")
                .replace("\n", "\\n");
        byte[] promise = promise(body, now, logId());
        return """
                {"logIndex":"0","logId":{"keyId":"%s"},"kindVersion":{"kind":"dsse","version":"0.0.1"},
                 "integratedTime":"%d",%s
                 "inclusionProof":{"logIndex":"0","rootHash":"%s","treeSize":"1","hashes":[],
                   "checkpoint":{"envelope":"%s"}},"canonicalizedBody":"%s"}""".formatted(
                Signing.base64(id),
                now,
                promised ? "\"inclusionPromise\":{\"signedEntryTimestamp\":\"" + Signing.base64(promise) + "\"}," : "",
                Signing.base64(root),
                checkpoint,
                Signing.base64(body));
    }

    /** As it names itself. */
    String logId() {
        return hex(sha256(entries.getPublic().getEncoded()));
    }

    /** That an entry was taken (SET), as long as its log is the one that is named. */
    byte[] promise(byte[] body, long time, String log) {
        return Signing.sign(
                entries.getPrivate(),
                Signing.bytes("{\"body\":\"" + Signing.base64(body) + "\",\"integratedTime\":" + time + ",\"logID\":\""
                        + log + "\",\"logIndex\":0}"));
    }

    /** One that the certificate log does not know. */
    X509Certificate unlogged(Request request, PublicKey key) {
        return authority.signer("CN=signer", key, draft -> fill(draft, request));
    }

    private static Authority.Draft fill(Authority.Draft draft, Request request) {
        return draft.lasting(request.certificateFrom(), request.certificateUntil())
                .with(ISSUER, new DERUTF8String(request.issuer()))
                .with(
                        Extension.subjectAlternativeName,
                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, request.subject())));
    }

    /** Signed twice, the second time with what the log says of the first. */
    X509Certificate certificate(Request request, PublicKey key) {
        try {
            Authority.Draft draft = fill(authority.draft("CN=signer", key), request);
            byte[] first = authority.build(draft).getTBSCertificate();
            return authority.build(draft.with(TIMESTAMPS, new DEROctetString(timestamps(first))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // RFC 6962, 3.2 and 3.3.
    private byte[] timestamps(byte[] certificate) {
        byte[] time =
                ByteBuffer.allocate(8).putLong(Instant.now().toEpochMilli()).array();
        byte[] length = Arrays.copyOfRange(
                ByteBuffer.allocate(4).putInt(certificate.length).array(), 1, 4);
        byte[] issuer = sha256(authority.certificate().getPublicKey().getEncoded());
        byte[] signed = concat(new byte[2], time, new byte[] {0, 1}, issuer, length, certificate, new byte[2]);
        byte[] signature = Signing.sign(certificates.getPrivate(), signed);
        byte[] one = concat(
                new byte[1],
                sha256(certificates.getPublic().getEncoded()),
                time,
                new byte[2],
                new byte[] {4, 3},
                prefixed(signature));
        return prefixed(prefixed(one));
    }

    private static byte[] prefixed(byte[] content) {
        return concat(ByteBuffer.allocate(2).putShort((short) content.length).array(), content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Signing.base64(certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String hex(byte[] content) {
        return HexFormat.of().formatHex(content);
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
