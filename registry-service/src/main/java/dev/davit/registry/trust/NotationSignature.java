package dev.davit.registry.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What both of notation's envelopes hold.
 *
 * @param chain certificates, the signer's first
 * @param signed the bytes that the signature is over
 * @param timestamp an RFC 3161 token of the signature; null: none
 * @param critical the attributes that have to be understood
 * @param payload that names the image
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NotationSignature(
        NotationAlgorithm algorithm,
        List<byte[]> chain,
        byte[] signed,
        byte[] signature,
        byte @Nullable [] timestamp,
        Attributes attributes,
        Set<String> critical,
        byte[] payload) {

    static final String PREFIX = "io.cncf.notary.";
    static final String SCHEME = PREFIX + "signingScheme";
    static final String TIME = PREFIX + "signingTime";
    static final String AUTHENTIC_TIME = PREFIX + "authenticSigningTime";
    static final String EXPIRY = PREFIX + "expiry";
    static final String TIMESTAMP = PREFIX + "timestampSignature";

    private static final String TYPE = "application/vnd.cncf.notary.payload.v1+json";
    private static final String X509 = "notary.x509";
    private static final String AUTHORITY = "notary.x509.signingAuthority";
    private static final Duration SKEW = Duration.ofMinutes(5);

    /**
     * What is signed beside the payload; null: absent.
     *
     * @param time when it was made, as the signer says
     * @param authenticTime the same, as a signing authority says, which is believed
     */
    record Attributes(
            @Nullable String contentType,
            @Nullable String scheme,
            @Nullable Instant time,
            @Nullable Instant authenticTime,
            @Nullable Instant expiry) {}

    /** Until when it counts for the image. */
    Instant verify(Image image, Trusted trusted, Revocation revocation, Instant now) throws Untrusted {
        Chain certificates = Chain.parse(chain);
        algorithm.verify(certificates.signer().getPublicKey(), signed, signature);
        checkAttributes(now);
        checkTarget(image);
        Instant until = attributes.expiry() == null ? Instant.MAX : attributes.expiry();
        return earlier(until, checkSigner(certificates, trusted, revocation, now));
    }

    // The chain has to be valid when it was made, as far as somebody trusted says when that was; otherwise, now.
    private Instant checkSigner(Chain certificates, Trusted trusted, Revocation revocation, Instant now)
            throws Untrusted {
        if (AUTHORITY.equals(attributes.scheme())) {
            Instant made = Objects.requireNonNull(attributes.authenticTime());
            return unrevoked(
                    checkPath(certificates, trusted, trusted.signingAuthorities(), made), trusted, revocation, now);
        }
        if (trusted.timestampAuthorities().isEmpty()) {
            List<X509Certificate> path = checkPath(certificates, trusted, trusted.authorities(), now);
            return earlier(Chain.end(path), unrevoked(path, trusted, revocation, now));
        }
        Countersignature stamp = Countersignature.verify(timestamp, signature, trusted.timestampAuthorities());
        List<X509Certificate> path = checkPath(certificates, trusted, trusted.authorities(), stamp.latest());
        stamp.checkValid(path);
        return earlier(unrevoked(path, trusted, revocation, now), unrevoked(stamp.path(), trusted, revocation, now));
    }

    private static List<X509Certificate> checkPath(
            Chain certificates, Trusted trusted, List<X509Certificate> authorities, Instant at) throws Untrusted {
        List<X509Certificate> path = certificates.path(authorities, Purpose.CODE_SIGNING, at);
        String subject = certificates.signer().getSubjectX500Principal().getName();
        if (!trusted.names(subject)) {
            throw new Untrusted("it is by " + subject + ", which is none of the subjects");
        }
        return path;
    }

    private static Instant unrevoked(List<X509Certificate> path, Trusted trusted, Revocation revocation, Instant now)
            throws Untrusted {
        return trusted.unrevoked() ? revocation.check(path, now) : Instant.MAX;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void checkAttributes(Instant now) throws Untrusted {
        if (!TYPE.equals(attributes.contentType())) {
            throw new Untrusted("its payload is not of the type " + TYPE);
        }
        boolean byAuthority = AUTHORITY.equals(attributes.scheme());
        if (!byAuthority && !X509.equals(attributes.scheme())) {
            throw new Untrusted("its signing scheme is neither " + X509 + " nor " + AUTHORITY);
        }
        Set<String> needed = byAuthority ? Set.of(SCHEME, AUTHENTIC_TIME) : Set.of(SCHEME);
        if (!critical.containsAll(needed)
                || !critical.stream().allMatch(name -> needed.contains(name) || name.equals(EXPIRY))) {
            throw new Untrusted("its critical attributes are " + critical + ", and not " + needed + " or also " + EXPIRY
                    + ", which are understood");
        }
        checkTimes(byAuthority, now);
    }

    private void checkTimes(boolean byAuthority, Instant now) throws Untrusted {
        Instant made = byAuthority ? attributes.authenticTime() : attributes.time();
        if (made == null || made.isAfter(now.plus(SKEW))) {
            throw new Untrusted("its signing time is absent, or in the future");
        }
        if ((byAuthority ? attributes.time() : attributes.authenticTime()) != null) {
            throw new Untrusted("it has a signing time that is not one of its scheme");
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
