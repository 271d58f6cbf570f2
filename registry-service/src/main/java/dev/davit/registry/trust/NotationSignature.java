package dev.davit.registry.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What both of notation's envelopes hold.
 *
 * @param chain certificates, the signer's first
 * @param signed the bytes that the signature is over
 * @param critical the attributes that have to be understood
 * @param payload that names the image
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NotationSignature(
        NotationAlgorithm algorithm,
        List<byte[]> chain,
        byte[] signed,
        byte[] signature,
        Attributes attributes,
        Set<String> critical,
        byte[] payload) {

    static final String PREFIX = "io.cncf.notary.";
    static final String SCHEME = PREFIX + "signingScheme";
    static final String TIME = PREFIX + "signingTime";
    static final String EXPIRY = PREFIX + "expiry";

    private static final String TYPE = "application/vnd.cncf.notary.payload.v1+json";
    private static final String X509 = "notary.x509";
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** What is signed beside the payload; null: absent. */
    record Attributes(
            @Nullable String contentType,
            @Nullable String scheme,
            @Nullable Instant time,
            @Nullable Instant expiry) {}

    /** Until when it counts for the image. */
    Instant verify(Image image, Trusted trusted, Instant now) throws Untrusted {
        Chain certificates = Chain.parse(chain);
        algorithm.verify(certificates.signer().getPublicKey(), signed, signature);
        Instant until = certificates.check(trusted, now);
        checkAttributes(now);
        checkTarget(image);
        return attributes.expiry() != null && attributes.expiry().isBefore(until) ? attributes.expiry() : until;
    }

    private void checkAttributes(Instant now) throws Untrusted {
        if (!TYPE.equals(attributes.contentType())) {
            throw new Untrusted("its payload is not of the type " + TYPE);
        }
        if (!X509.equals(attributes.scheme())) {
            throw new Untrusted("its signing scheme is not " + X509);
        }
        if (!Set.of(SCHEME, EXPIRY).containsAll(critical) || !critical.contains(SCHEME)) {
            throw new Untrusted(
                    "its critical attributes are " + critical + "; " + SCHEME + " and " + EXPIRY + " are understood");
        }
        Instant time = attributes.time();
        if (time == null || time.isAfter(now.plus(SKEW))) {
            throw new Untrusted("its signing time is absent, or in the future");
        }
        Instant expiry = attributes.expiry();
        if (critical.contains(EXPIRY) != (expiry != null)) {
            throw new Untrusted("its expiry must be both given and critical, or neither");
        }
        if (expiry != null && !expiry.isAfter(now)) {
            throw new Untrusted("it expired at " + expiry);
        }
    }

    private void checkTarget(Image image) throws Untrusted {
        JsonNode target = Json.object(payload).path("targetArtifact");
        String digest = Json.need(target, "digest");
        if (!digest.equals(image.digest())) {
            throw new Untrusted("it is a signature of " + digest);
        }
        if (!image.mediaType().equals(Json.text(target, "mediaType"))
                || !target.path("size").isIntegralNumber()
                || target.path("size").longValue() != image.size()) {
            throw new Untrusted("it is a signature of another media type or size");
        }
    }
}
