package dev.davit.registry.trust;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.dataformat.cbor.CBORGenerator;
import tools.jackson.dataformat.cbor.CBORMapper;

/** A signature as notation makes them, of which a test can make a wrong one. */
final class NotationDraft {

    private static final Map<String, Integer> COSE =
            Map.of("PS256", -37, "PS384", -38, "PS512", -39, "ES256", -7, "ES384", -35, "ES512", -36);

    final PrivateKey key;
    final List<X509Certificate> chain;
    String algorithm = "ES256";
    String type = "application/vnd.cncf.notary.payload.v1+json";
    String scheme = "notary.x509";

    @Nullable Instant time = Instant.now().minusSeconds(60);

    @Nullable Instant authenticTime;

    @Nullable Instant expiry;

    /** What says of the signature when it was made. */
    @Nullable UnaryOperator<byte[]> clock;

    List<String> critical = new ArrayList<>(List.of("io.cncf.notary.signingScheme"));
    String payload;
    String signedWith = "ES256";

    NotationDraft(PrivateKey key, List<X509Certificate> chain, Image image) {
        this.key = key;
        this.chain = chain;
        this.payload = payload(image.digest(), image.mediaType(), image.size());
    }

    static String payload(String digest, String mediaType, long size) {
        return "{\"targetArtifact\":{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + size
                + "}}";
    }

    NotationDraft with(String name) {
        algorithm = name;
        signedWith = name;
        return this;
    }

    Envelope jws() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("alg", quoted(algorithm));
        header.put("cty", quoted(type));
        header.put("crit", critical.stream().map(NotationDraft::quoted).collect(Collectors.joining(",", "[", "]")));
        header.put("io.cncf.notary.signingScheme", quoted(scheme));
        times().forEach((name, at) ->
                header.put(name, quoted(at.truncatedTo(ChronoUnit.SECONDS).toString())));
        String head = url(header.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}")));
        String body = url(payload);
        String certificates = chain.stream()
                .map(certificate -> quoted(Signing.base64(der(certificate))))
                .collect(Collectors.joining(",", "[", "]"));
        byte[] signed = sign(Signing.bytes(head + "." + body));
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        String timestamp = clock == null
                ? ""
                : ",\"io.cncf.notary.timestampSignature\":" + quoted(Signing.base64(clock.apply(signed)));
        return new Envelope(
                Envelope.JWS,
                Signing.bytes("{\"payload\":\"" + body + "\",\"protected\":\"" + head + "\",\"header\":{\"x5c\":"
                        + certificates + timestamp + "},\"signature\":\"" + signature + "\"}"),
                Map.of());
    }

    Envelope cose() {
        byte[] head = cbor(this::header);
        byte[] body = Signing.bytes(payload);
        byte[] signature = sign(cbor(to -> {
            to.writeStartArray(null, 4);
            to.writeString("Signature1");
            to.writeBinary(head);
            to.writeBinary(new byte[0]);
            to.writeBinary(body);
            to.writeEndArray();
        }));
        return new Envelope(
                Envelope.COSE,
                cbor(to -> {
                    to.writeTag(18);
                    to.writeStartArray(null, 4);
                    to.writeBinary(head);
                    to.writeStartObject(null, clock == null ? 1 : 2);
                    to.writePropertyId(33);
                    to.writeStartArray(null, chain.size());
                    chain.forEach(certificate -> to.writeBinary(der(certificate)));
                    to.writeEndArray();
                    if (clock != null) {
                        to.writeName("io.cncf.notary.timestampSignature");
                        to.writeBinary(clock.apply(signature));
                    }
                    to.writeEndObject();
                    to.writeBinary(body);
                    to.writeBinary(signature);
                    to.writeEndArray();
                }),
                Map.of());
    }

    private void header(CBORGenerator to) {
        Map<String, Instant> times = times();
        to.writeStartObject(null, 4 + times.size());
        to.writePropertyId(1);
        to.writeNumber(COSE.getOrDefault(algorithm, 0));
        to.writePropertyId(2);
        to.writeStartArray(null, critical.size());
        critical.forEach(to::writeString);
        to.writeEndArray();
        to.writePropertyId(3);
        to.writeString(type);
        to.writeName("io.cncf.notary.signingScheme");
        to.writeString(scheme);
        times.forEach((name, at) -> {
            to.writeName(name);
            to.writeTag(1);
            to.writeNumber(at.getEpochSecond());
        });
        to.writeEndObject();
    }

    private Map<String, Instant> times() {
        Map<String, Instant> times = new LinkedHashMap<>();
        if (time != null) {
            times.put("io.cncf.notary.signingTime", time);
        }
        if (authenticTime != null) {
            times.put("io.cncf.notary.authenticSigningTime", authenticTime);
        }
        if (expiry != null) {
            times.put("io.cncf.notary.expiry", expiry);
        }
        return times;
    }

    private byte[] sign(byte[] content) {
        try {
            Signature signer = NotationSigner.of(signedWith);
            signer.initSign(key);
            signer.update(content);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private interface Writing {
        void to(CBORGenerator generator);
    }

    private static byte[] cbor(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = new CBORMapper().createGenerator(out)) {
            writing.to((CBORGenerator) generator);
        }
        return out.toByteArray();
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Signing.bytes(text));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
