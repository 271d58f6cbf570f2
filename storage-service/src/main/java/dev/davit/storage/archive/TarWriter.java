package dev.davit.storage.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a tar: ustar, with a PAX header where that cannot hold a value. */
public final class TarWriter {

    private static final long MOST_OCTAL_8 = 07777777;
    private static final long MOST_OCTAL_12 = 077777777777L;
    private static final int BLOCK = TarHeader.BLOCK;

    private final OutputStream out;

    /** Writes to {@code out}, which should be buffered. */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** A header; {@link TarEntry#size()} bytes of content must follow, then {@link #pad}. */
    public void header(TarEntry entry) throws IOException {
        Map<String, byte[]> pax = extended(entry);
        if (!pax.isEmpty()) {
            byte[] body = records(pax);
            out.write(block("PaxHeaders.0/" + tail(entry.name(), 80), 'x', entry, body.length));
            out.write(body);
            pad(body.length);
        }
        out.write(block(entry.name(), entry.type().flag(), entry, entry.size()));
    }

    /** Fills the last block of {@code size} bytes of content. */
    public void pad(long size) throws IOException {
        out.write(new byte[TarReader.padding(size)]);
    }

    /** A small file. */
    public void file(String name, int mode, long seconds, byte[] content) throws IOException {
        header(new TarEntry(
                name,
                TarEntry.Type.FILE,
                mode,
                0,
                0,
                content.length,
                content.length,
                seconds,
                0,
                "",
                0,
                0,
                List.of(),
                Map.of()));
        out.write(content);
        pad(content.length);
    }

    /** A folder. */
    public void folder(String name, int mode, long seconds) throws IOException {
        header(new TarEntry(name, TarEntry.Type.FOLDER, mode, 0, 0, 0, 0, seconds, 0, "", 0, 0, List.of(), Map.of()));
    }

    /** The end of the archive. */
    public void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static Map<String, byte[]> extended(TarEntry entry) {
        Map<String, byte[]> pax = new TreeMap<>();
        text(pax, "path", entry.name());
        text(pax, "linkpath", entry.link());
        number(pax, "uid", entry.uid(), MOST_OCTAL_8);
        number(pax, "gid", entry.gid(), MOST_OCTAL_8);
        number(pax, "size", entry.size(), MOST_OCTAL_12);
        if (entry.seconds() < 0 || entry.seconds() > MOST_OCTAL_12 || entry.nanos() > 0) {
            pax.put("mtime", ascii(time(entry)));
        }
        entry.attributes().forEach((key, value) -> pax.put("SCHILY.xattr." + key, value));
        return pax;
    }

    private static String time(TarEntry entry) {
        return entry.nanos() == 0
                ? Long.toString(entry.seconds())
                : new BigDecimal(entry.seconds())
                        .add(BigDecimal.valueOf(entry.nanos(), 9))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static void text(Map<String, byte[]> pax, String key, String value) {
        if (value.length() > 100 || value.chars().anyMatch(c -> c > 126)) {
            pax.put(key, value.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void number(Map<String, byte[]> pax, String key, long value, long most) {
        if (value > most || value < 0) {
            pax.put(key, ascii(Long.toString(value)));
        }
    }

    private static byte[] records(Map<String, byte[]> pax) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> record : pax.entrySet()) {
            byte[] key = record.getKey().getBytes(StandardCharsets.ISO_8859_1);
            int bare = key.length + record.getValue().length + 3;
            int length = bare + Integer.toString(bare).length();
            length = bare + Integer.toString(length).length();
            body.write(ascii(length + " "));
            body.write(key);
            body.write('=');
            body.write(record.getValue());
            body.write('\n');
        }
        return body.toByteArray();
    }

    private static byte[] block(String name, char type, TarEntry entry, long size) {
        byte[] block = new byte[BLOCK];
        put(block, 0, 100, name);
        octal(block, 100, 8, entry.mode());
        octal(block, 108, 8, within(entry.uid(), MOST_OCTAL_8));
        octal(block, 116, 8, within(entry.gid(), MOST_OCTAL_8));
        octal(block, 124, 12, within(size, MOST_OCTAL_12));
        octal(block, 136, 12, within(entry.seconds(), MOST_OCTAL_12));
        block[156] = (byte) type;
        put(block, 157, 100, type == 'x' ? "" : entry.link());
        put(block, 257, 6, "ustar\0");
        put(block, 263, 2, "00");
        octal(block, 329, 8, entry.major());
        octal(block, 337, 8, entry.minor());
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
        return block;
    }

    private static long within(long value, long most) {
        return value < 0 || value > most ? 0 : value; // the PAX header has it
    }

    private static String tail(String name, int most) {
        return name.length() <= most ? name : name.substring(name.length() - most);
    }

    private static void put(byte[] block, int at, int most, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, most));
    }

    private static void octal(byte[] block, int at, int width, long value) {
        String digits = Long.toOctalString(value);
        put(block, at, width - 1, "0".repeat(Math.max(0, width - 1 - digits.length())) + digits);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
