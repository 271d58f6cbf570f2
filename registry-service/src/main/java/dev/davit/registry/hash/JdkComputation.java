package dev.davit.registry.hash;

import dev.davit.registry.reference.Digest;
import java.security.MessageDigest;

final class JdkComputation implements Computation {

    private final Digest.Algorithm algorithm;
    private final MessageDigest digest;

    JdkComputation(Digest.Algorithm algorithm) {
        this.algorithm = algorithm;
        this.digest = algorithm.begin();
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    @Override
    public Digest digest() {
        try {
            return algorithm.end(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible); // the JDK's own can all be cloned
        }
    }

    @Override
    public void close() {
        // the heap's
    }
}
