package dev.davit.registry.admission;

import dev.davit.registry.trust.Envelope;
import java.util.List;

/** Where signatures are looked for, and how much of that. */
public final class SignatureManifests {

    /** So many bytes a signature may have; they have a few KB. */
    public static final int LARGEST = 1024 * 1024;

    // Whoever may push could add any number; those that were there before still count.
    /** So many manifests that may hold signatures of one image are looked at. */
    public static final int MOST = 100;

    /** Artifact types of those that have the image as their subject. */
    public static final List<String> TYPES = List.of(
            "application/vnd.dev.cosign.artifact.sig.v1+json",
            "application/vnd.dev.sigstore.bundle.v0.3+json",
            "application/vnd.cncf.notary.signature");

    private SignatureManifests() {}

    /** The tag at which cosign puts the signatures of a digest. */
    public static String tag(String digest) {
        return digest.replace(':', '-') + ".sig";
    }

    /** The digests of what may be signatures in a manifest; empty: it is none of signatures alone. */
    public static List<String> contents(byte[] manifest) {
        List<Carrier.Layer> layers = Carrier.parse(manifest).signatures();
        boolean only = layers.stream()
                .allMatch(layer ->
                        layer.digest() != null && layer.mediaType() != null && Envelope.isKnown(layer.mediaType()));
        return only
                ? layers.stream().map(layer -> String.valueOf(layer.digest())).toList()
                : List.of();
    }
}
