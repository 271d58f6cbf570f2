package dev.davit.storage.blob;

/** A configuration or manifest, byte for byte, since its digest is its name. */
public final class Document {

    private final byte[] bytes;
    private final String digest;

    /** These bytes. */
    public Document(byte[] bytes) {
        this.bytes = bytes.clone();
        this.digest = Digests.of(bytes);
    }

    /** The bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Their digest. */
    public String digest() {
        return digest;
    }
}
