package dev.davit.storage.distribution;

/** A manifest as a registry holds it: its bytes, whose digest was verified, and what they say. */
public final class FetchedManifest {

    private final Descriptor descriptor;
    private final byte[] bytes;
    private final Manifest manifest;

    FetchedManifest(Descriptor descriptor, byte[] bytes, Manifest manifest) {
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.manifest = manifest;
    }

    /** Its media type, digest and size. */
    public Descriptor descriptor() {
        return descriptor;
    }

    /** Its digest. */
    public String digest() {
        return descriptor.digest();
    }

    /** The bytes that the digest is of, for storing. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What they say. */
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public String toString() {
        return "FetchedManifest[" + descriptor + "]";
    }
}
