package dev.davit.registry.hash;

import dev.davit.registry.reference.Digest;
import java.lang.foreign.MemorySegment;

final class OpenSslComputation implements Computation {

    private final Digest.Algorithm algorithm;
    private MemorySegment context;

    OpenSslComputation(Digest.Algorithm algorithm) {
        this.algorithm = algorithm;
        this.context = OpenSsl.begin(algorithm);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        OpenSsl.update(open(), MemorySegment.ofArray(bytes).asSlice(offset, length));
    }

    @Override
    public Digest digest() {
        return algorithm.end(OpenSsl.digest(open(), algorithm));
    }

    private MemorySegment open() {
        if (context.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("the computation is closed");
        }
        return context;
    }

    @Override
    public void close() {
        OpenSsl.free(context); // of null does nothing
        context = MemorySegment.NULL;
    }
}
