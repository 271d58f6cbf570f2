package dev.davit.registry.trust;

/**
 * Refuses ASN.1 that is nested deeper than anybody means it. The library reads what is inside through all that is around
 * it: some kilobytes keep it busy for a second, and a few more end its stack. Tags and lengths are all that is looked at.
 */
final class Nesting {

    private static final int MOST = 100; // certificates and timestamps have some 20
    private static final int OPEN = Integer.MAX_VALUE; // the length is not told, an end is

    private final byte[] content;
    private final int[] ends = new int[MOST];
    private int depth;
    private int at;

    private Nesting(byte[] content) {
        this.content = content;
    }

    static void check(byte[] content) throws Untrusted {
        if (new Nesting(content).isDeep()) {
            throw new Untrusted("it is nested too deep");
        }
    }

    private boolean isDeep() {
        while (at < content.length) {
            leave();
            int tag = next();
            if ((tag & 0x1f) == 0x1f) {
                skipTag();
            }
            int length = length();
            boolean constructed = (tag & 0x20) != 0;
            if (constructed && depth == MOST) {
                return true;
            }
            if (constructed) {
                ends[depth++] = length == OPEN ? OPEN : end(length);
            } else if (tag == 0 && length == 0 && depth > 0 && ends[depth - 1] == OPEN) {
                depth--;
            } else {
                at = end(length);
            }
        }
        return false;
    }

    private void leave() {
        while (depth > 0 && at >= ends[depth - 1]) {
            depth--;
        }
    }

    private void skipTag() {
        int part = next();
        while ((part & 0x80) != 0) {
            part = next();
        }
    }

    private int length() {
        int first = next();
        if (first < 0x80) {
            return first;
        }
        if (first == 0x80) {
            return OPEN;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = Math.min(length << 8 | next(), content.length); // longer than there is anything
        }
        return length;
    }

    private int end(int length) {
        return length > content.length - at ? content.length : at + length;
    }

    // Behind the end there are zeros, which end everything.
    private int next() {
        return at < content.length ? content[at++] & 0xff : 0;
    }
}
