package dev.davit.platform.server;

/**
 * How many connections a heap has room for. Whoever may connect could otherwise end the process by connecting often
 * enough: a request holds its buffers from its first byte on. Further ones wait in the kernel's queue.
 */
final class ConnectionLimit {

    static final int HEADER_BYTES = 32 * 1024; // X-Registry-Auth and long filters

    private static final long REQUEST =
            160 * 1024; // the head's buffer, a dozen of 8 KB, and the stack of what serves it
    private static final long APPLICATION = 48 * 1024 * 1024;
    private static final long LEAST = 100;
    private static final long MOST = 20_000;

    private ConnectionLimit() {}

    /**
     * Of each of some listeners that share a heap.
     *
     * @param heap in bytes
     */
    static int of(long heap, int listeners) {
        return (int) Math.clamp((heap - APPLICATION) / REQUEST / Math.max(1, listeners), LEAST, MOST);
    }
}
