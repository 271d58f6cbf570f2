package dev.davit.registry.hash;

import dev.davit.registry.reference.Digest;

/** A digest under way. One thread at a time. */
public interface Computation extends AutoCloseable {

    /** Takes in {@code length} bytes from {@code offset} on. */
    void update(byte[] bytes, int offset, int length);

    /** The digest so far; more can be taken in after it. */
    Digest digest();

    /** Gives its memory back. */
    @Override
    void close();

    /**
     * A new one: of OpenSSL where the host has it, since the JDK's own takes five times as long in a JVM without its
     * second compiler, which holds the only intrinsics for it.
     */
    static Computation begin(Digest.Algorithm algorithm) {
        return OpenSsl.present() ? new OpenSslComputation(algorithm) : new JdkComputation(algorithm);
    }
}
