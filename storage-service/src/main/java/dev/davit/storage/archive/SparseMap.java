package dev.davit.storage.archive;

import dev.davit.storage.archive.TarEntry.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where the content of a sparse file stands in it: in GNU's old header, in PAX records, or in front of the content. */
final class SparseMap {

    private static final int MOST_EXTENTS = 1 << 17;

    private SparseMap() {}

    /** The extents; none where the file is not sparse. */
    static List<Extent> read(TarReader tar, TarHeader header, PaxRecords pax) throws IOException {
        List<Extent> extents = new ArrayList<>();
        if (header.type() == 'S') {
            old(tar, header, extents);
        } else if ("1".equals(pax.text("GNU.sparse.major"))) {
            inContent(tar, extents);
        } else {
            String map = pax.sparseMap();
            String[] numbers = map == null ? new String[0] : map.split(",", -1);
            for (int i = 0; i + 1 < numbers.length; i += 2) {
                add(extents, PaxRecords.parse(numbers[i]), PaxRecords.parse(numbers[i + 1]));
            }
        }
        return List.copyOf(extents);
    }

    private static void old(TarReader tar, TarHeader header, List<Extent> extents) throws IOException {
        pieces(header, 386, 4, extents);
        boolean more = header.octet(482) != 0;
        while (more) {
            TarHeader extension = tar.headerBlock();
            pieces(extension, 0, 21, extents);
            more = extension.octet(504) != 0;
        }
    }

    private static void pieces(TarHeader block, int at, int count, List<Extent> extents) throws ArchiveException {
        for (int i = 0; i < count && block.octet(at + 24 * i) != 0; i++) {
            add(extents, block.number(at + 24 * i, 12), block.number(at + 24 * i + 12, 12));
        }
    }

    // Format 1.0: the map stands in front of the content, decimal lines padded to a block.
    private static void inContent(TarReader tar, List<Extent> extents) throws IOException {
        LineBlocks lines = new LineBlocks(tar);
        long count = lines.number();
        for (long i = 0; i < count; i++) {
            add(extents, lines.number(), lines.number());
        }
    }

    private static void add(List<Extent> extents, long offset, long length) throws ArchiveException {
        long end = extents.isEmpty()
                ? 0
                : extents.getLast().offset() + extents.getLast().length();
        if (offset < end || length < 0 || offset + length < 0 || extents.size() > MOST_EXTENTS) {
            throw new ArchiveException("archive/tar: invalid sparse map");
        }
        extents.add(new Extent(offset, length));
    }

    /** The size of the file with its holes. */
    static long realSize(TarHeader header, PaxRecords pax, List<Extent> extents, long stored) throws ArchiveException {
        if (extents.isEmpty()) {
            return stored;
        }
        long size = header.type() == 'S'
                ? header.number(483, 12)
                : pax.number("GNU.sparse.realsize", pax.number("GNU.sparse.size", stored));
        Extent last = extents.getLast();
        if (size < last.offset() + last.length()) {
            throw new ArchiveException("archive/tar: invalid sparse map");
        }
        return size;
    }

    /** Decimal lines in whole blocks of the content. */
    private static final class LineBlocks {

        private final TarReader tar;
        private final byte[] lines = new byte[TarHeader.BLOCK];
        private int at = TarHeader.BLOCK;

        LineBlocks(TarReader tar) {
            this.tar = tar;
        }

        long number() throws IOException {
            long value = 0;
            while (true) {
                if (at == TarHeader.BLOCK) {
                    fill();
                }
                int c = lines[at++];
                if (c == '\n') {
                    return value;
                }
                if (c < '0' || c > '9' || value > Long.MAX_VALUE / 10 - 9) {
                    throw new ArchiveException("archive/tar: invalid sparse map");
                }
                value = value * 10 + c - '0';
            }
        }

        private void fill() throws IOException {
            int n = 0;
            while (n < TarHeader.BLOCK) {
                int more = tar.read(lines, n, TarHeader.BLOCK - n);
                if (more < 0) {
                    throw new ArchiveException("archive/tar: invalid sparse map");
                }
                n += more;
            }
            at = 0;
        }
    }
}
