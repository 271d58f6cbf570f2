package dev.davit.registry.trust;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signature as cosign 2 makes them for an identity, of which a test can make a wrong one. */
final class KeylessDraft {

    final FakeSigstore fake;
    final KeyPair keys = Signing.keys("P-256");
    byte[] payload;
    byte[] signature;
    X509Certificate certificate;
    String chain;
    String kind = "hashedrekord";
    String hash;
    byte[] loggedSignature;
    X509Certificate loggedCertificate;
    long time = Instant.now().getEpochSecond();
    String log;
    byte @Nullable [] promised;
    byte @Nullable [] timestamp;

    KeylessDraft(FakeSigstore fake, FakeSigstore.Request request) {
        this.fake = fake;
        payload = Signing.payload("r/team/app", request.digest());
        signature = Signing.sign(keys.getPrivate(), payload);
        certificate = fake.certificate(request, keys.getPublic());
        chain = Signing.pem(fake.authority());
        hash = FakeSigstore.hex(FakeSigstore.sha256(payload));
        loggedSignature = signature;
        loggedCertificate = certificate;
        log = fake.logId();
    }

    byte[] body() {
        return Signing.bytes("{\"apiVersion\":\"0.0.1\",\"kind\":\"" + kind
                + "\",\"spec\":{\"data\":{\"hash\":{\"algorithm\":\"sha256\",\"value\":\"" + hash
                + "\"}},\"signature\":{\"content\":\"" + Signing.base64(loggedSignature)
                + "\",\"publicKey\":{\"content\":\""
                + Signing.base64(Signing.bytes(Signing.pem(loggedCertificate))) + "\"}}}}");
    }

    Map<String, String> annotations() {
        byte[] body = promised == null ? body() : promised;
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("dev.cosignproject.cosign/signature", Signing.base64(signature));
        annotations.put("dev.sigstore.cosign/certificate", Signing.pem(certificate));
        annotations.put("dev.sigstore.cosign/chain", chain);
        annotations.put(
                "dev.sigstore.cosign/bundle",
                "{\"SignedEntryTimestamp\":\"" + Signing.base64(fake.promise(body, time, log))
                        + "\",\"Payload\":{\"body\":\"" + Signing.base64(body()) + "\",\"integratedTime\":" + time
                        + ",\"logIndex\":0,\"logID\":\"" + log + "\"}}");
        if (timestamp != null) {
            annotations.put(
                    "dev.sigstore.cosign/rfc3161timestamp",
                    "{\"SignedRFC3161Timestamp\":\"" + Signing.base64(timestamp) + "\"}");
        }
        return annotations;
    }

    Envelope envelope() {
        return new Envelope(Signing.SIMPLE, payload, annotations());
    }
}
