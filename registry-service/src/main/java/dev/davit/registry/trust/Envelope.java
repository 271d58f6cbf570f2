package dev.davit.registry.trust;

import java.util.Map;
import java.util.Set;

/** What a layer of a signature's manifest holds, and the manifest says of it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Envelope(String mediaType, byte[] content, Map<String, String> annotations) {

    static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    static final String DSSE = "application/vnd.dsse.envelope.v1+json";
    static final String JWS = "application/jose+json";
    static final String COSE = "application/cose";

    private static final Set<String> KNOWN = Set.of(SIMPLE_SIGNING, BUNDLE, DSSE, JWS, COSE);

    /** Whether contents of this media type are looked into. */
    public static boolean isKnown(String mediaType) {
        return KNOWN.contains(mediaType);
    }

    /** Whether it is what its media type says. */
    public boolean isWhatItSays() {
        try {
            switch (mediaType) {
                case SIMPLE_SIGNING, BUNDLE, DSSE, JWS -> Json.object(content);
                case COSE -> CoseEnvelope.parse(content);
                default -> {
                    return false;
                }
            }
            return true;
        } catch (Untrusted other) {
            return false;
        }
    }

    /** Whether it is text, and nothing that could be run: CBOR may be an archive of programs as well. */
    public boolean isText() {
        return !mediaType.equals(COSE);
    }
}
