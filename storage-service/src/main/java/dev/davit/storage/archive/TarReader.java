package dev.davit.storage.archive;

import dev.davit.storage.archive.TarEntry.Extent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar: ustar, GNU (long names, sparse files) and PAX. It reads ahead nothing, so that after the last entry the
 * stream stands behind it. The content of an entry is read from this reader, as of a stream.
 */
public final class TarReader {

    private static final int MOST_PAX = 1 << 20; // as Go's archive/tar
    private static final int BLOCK = TarHeader.BLOCK;

    private final InputStream in;
    private final @Nullable OutputStream copy;
    private final boolean replay;
    private final byte[] block = new byte[BLOCK];
    private long left;
    private int padding;
    private boolean copying = true;

    private TarReader(InputStream in, @Nullable OutputStream copy, boolean replay) {
        this.in = in;
        this.copy = copy;
        this.replay = replay;
    }

    /** Reads from {@code in}, which should be buffered. */
    public TarReader(InputStream in) {
        this(in, null, false);
    }

    /** Copies to {@code recipe} what it reads, all but the contents of files that are {@link #kept} elsewhere. */
    static TarReader recording(InputStream in, OutputStream recipe) {
        return new TarReader(in, recipe, false);
    }

    /** Reads a recipe, and copies all of it to {@code out}; who uses it puts the contents in. */
    static TarReader replaying(InputStream recipe, OutputStream out) {
        return new TarReader(recipe, out, true);
    }

    /** Whether the content of an entry stands in the unpacked file, byte for byte, and so not in the recipe. */
    static boolean kept(TarEntry entry) {
        return entry.hasContent() && entry.holes().isEmpty() && !Whiteouts.isOne(entry.name());
    }

    /** Whether these bytes begin like a tar. */
    public static boolean begins(byte[] head, int length) {
        return length >= BLOCK && (TarHeader.allZero(head) || new TarHeader(head).checksumFits());
    }

    /** The next entry; null at the end. What was left of the one before is skipped. */
    public @Nullable TarEntry next() throws IOException {
        skipRest();
        PaxRecords pax = new PaxRecords();
        String longName = null;
        String longLink = null;
        while (readBlock(true)) {
            if (TarHeader.allZero(block)) {
                return null;
            }
            TarHeader header = new TarHeader(block.clone());
            if (!header.checksumFits()) {
                throw new ArchiveException("archive/tar: invalid tar header");
            }
            long size = header.number(124, 12);
            switch (header.type()) {
                case 'x' -> pax.read(meta(size));
                case 'g' -> meta(size);
                case 'L' -> longName = terminated(meta(size));
                case 'K' -> longLink = terminated(meta(size));
                default -> {
                    return entry(header, size, pax, longName, longLink);
                }
            }
        }
        return null;
    }

    private TarEntry entry(
            TarHeader header, long size, PaxRecords pax, @Nullable String longName, @Nullable String longLink)
            throws IOException {
        String name = first(pax.text("GNU.sparse.name"), pax.text("path"), longName, header.name());
        TarEntry.Type type = type(header.type(), name);
        long stored = type == TarEntry.Type.FILE || type == TarEntry.Type.OTHER ? pax.number("size", size) : 0;
        if (stored < 0) {
            throw new ArchiveException("archive/tar: invalid tar header");
        }
        left = stored;
        padding = padding(stored);
        copying = true;
        List<Extent> extents = SparseMap.read(this, header, pax);
        long[] modified = pax.time("mtime", header.number(136, 12));
        TarEntry entry = new TarEntry(
                name,
                type,
                (int) (header.number(100, 8) & 07777),
                pax.number("uid", header.number(108, 8)),
                pax.number("gid", header.number(116, 8)),
                left,
                SparseMap.realSize(header, pax, extents, stored),
                modified[0],
                (int) modified[1],
                first(pax.text("linkpath"), longLink, header.string(157, 100)),
                (int) header.number(329, 8),
                (int) header.number(337, 8),
                extents,
                pax.attributes());
        if (copy != null && kept(entry)) {
            copying = false;
            left = replay ? 0 : left;
        }
        return entry;
    }

    private static String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return "";
    }

    private static TarEntry.Type type(char flag, String name) {
        return switch (flag) {
            case '0', '\0', '7', 'S' -> name.endsWith("/") ? TarEntry.Type.FOLDER : TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARD_LINK;
            case '2' -> TarEntry.Type.SYMLINK;
            case '3' -> TarEntry.Type.CHARACTER;
            case '4' -> TarEntry.Type.BLOCK;
            case '5' -> TarEntry.Type.FOLDER;
            case '6' -> TarEntry.Type.FIFO;
            default -> TarEntry.Type.OTHER;
        };
    }

    /** Content of the entry; -1 at its end. */
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(buffer, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("unexpected EOF");
        }
        left -= n;
        if (copying && copy != null) {
            copy.write(buffer, offset, n);
        }
        return n;
    }

    /** The next block, part of the header of the entry. */
    TarHeader headerBlock() throws IOException {
        readBlock(false);
        return new TarHeader(block.clone());
    }

    /** Reads on to the end of the stream, behind the end of the archive. */
    void drain() throws IOException {
        byte[] buffer = new byte[16 * BLOCK];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (copy != null) {
                copy.write(buffer, 0, n);
            }
        }
    }

    /** The content of the entry as a stream, which ends with it. */
    public InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return TarReader.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return TarReader.this.read(buffer, offset, length);
            }
        };
    }

    private void skipRest() throws IOException {
        if (copy == null) {
            try {
                in.skipNBytes(left + padding);
            } catch (EOFException cut) {
                throw new EOFException("unexpected EOF");
            }
        } else {
            while (left > 0) {
                read(block, 0, BLOCK);
            }
            copy.write(exactly(padding));
        }
        left = 0;
        padding = 0;
        copying = true;
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("unexpected EOF");
        }
        return bytes;
    }

    private boolean readBlock(boolean mayEnd) throws IOException {
        int n = in.readNBytes(block, 0, BLOCK);
        if (copy != null) {
            copy.write(block, 0, n);
        }
        if (n == BLOCK) {
            return true;
        }
        if (n == 0 && mayEnd) {
            return false;
        }
        throw new EOFException("unexpected EOF");
    }

    private byte[] meta(long size) throws IOException {
        if (size < 0 || size > MOST_PAX) {
            throw new ArchiveException("archive/tar: header of " + size + " bytes is too long");
        }
        byte[] body = exactly((int) size);
        if (copy != null) {
            copy.write(body);
        }
        padding = padding(size);
        skipRest();
        return body;
    }

    private static String terminated(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }
}
