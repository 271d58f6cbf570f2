package dev.davit.storage.archive;

import java.nio.charset.StandardCharsets;

/** One block of 512 bytes: fields of a header (POSIX ustar, GNU and the old form). */
final class TarHeader {

    static final int BLOCK = 512;

    private final byte[] block;

    TarHeader(byte[] block) {
        this.block = block;
    }

    static boolean allZero(byte[] block) {
        for (int i = 0; i < BLOCK; i++) {
            if (block[i] != 0) {
                return false;
            }
        }
        return true;
    }

    boolean checksumFits() {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte value = i >= 148 && i < 156 ? (byte) ' ' : block[i];
            unsigned += value & 0xff;
            signed += value;
        }
        try {
            long stored = number(148, 8);
            return stored == unsigned || stored == signed;
        } catch (ArchiveException notNumber) {
            return false;
        }
    }

    String string(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    /** Octal digits, or base 256 when the first bit is set. */
    long number(int offset, int length) throws ArchiveException {
        if ((block[offset] & 0x80) != 0) {
            return base256(offset, length);
        }
        long value = 0;
        boolean digits = false;
        for (int i = offset; i < offset + length; i++) {
            int c = block[i];
            if (c >= '0' && c <= '7') {
                value = value << 3 | (c - '0');
                digits = true;
            } else if (digits || (c != ' ' && c != 0)) {
                if (c == ' ' || c == 0) {
                    break;
                }
                throw new ArchiveException("archive/tar: invalid tar header");
            }
        }
        return value;
    }

    private long base256(int offset, int length) throws ArchiveException {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = offset; i < offset + length; i++) {
            int octet = block[i] & 0xff;
            if (i == offset) {
                octet = negative ? octet | 0x80 : octet & 0x7f;
            }
            long top = value >> 55;
            if (top != 0 && top != -1) {
                throw new ArchiveException("archive/tar: invalid tar header");
            }
            value = value << 8 | octet;
        }
        return value;
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    boolean isPosix() {
        return string(257, 6).equals("ustar") && block[263] == '0';
    }

    boolean isGnu() {
        return string(257, 8).startsWith("ustar ");
    }

    String name() {
        String name = string(0, 100);
        String prefix = isPosix() ? string(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    byte octet(int offset) {
        return block[offset];
    }
}
