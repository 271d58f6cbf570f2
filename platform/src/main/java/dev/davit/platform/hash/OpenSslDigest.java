package dev.davit.platform.hash;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.security.MessageDigest;

/** A message digest of OpenSSL. Its memory outside the heap goes when the garbage collector finds it unused. */
final class OpenSslDigest extends MessageDigest implements Cloneable {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final int PIECE = 128 * 1024; // some 70 µs

    private final MemorySegment context;
    private final byte[] one = new byte[1];

    OpenSslDigest(String algorithm) {
        super(algorithm);
        MemorySegment made = OpenSsl.create();
        CLEANER.register(this, () -> OpenSsl.free(made));
        context = made;
        OpenSsl.begin(context, algorithm);
    }

    @Override
    protected int engineGetDigestLength() {
        return getAlgorithm().equals("SHA-512") ? 64 : 32;
    }

    @Override
    protected void engineUpdate(byte input) {
        one[0] = input;
        engineUpdate(one, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        try {
            for (int done = 0; done < length; done += PIECE) {
                OpenSsl.update(context, input, offset + done, Math.min(PIECE, length - done));
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    protected byte[] engineDigest() {
        try {
            byte[] digest = OpenSsl.finish(context, engineGetDigestLength());
            OpenSsl.begin(context, getAlgorithm());
            return digest;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** What was fed so far, to end now while this one goes on. */
    @Override
    public OpenSslDigest clone() {
        OpenSslDigest clone = new OpenSslDigest(getAlgorithm());
        try {
            OpenSsl.copy(clone.context, context);
            return clone;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    protected void engineReset() {
        try {
            OpenSsl.begin(context, getAlgorithm());
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
