package dev.davit.storage.archive;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How an archive is compressed, told by its first bytes; never by running a program. */
public enum Compression {
    NONE(""),
    GZIP("\u001f\u008b"),
    ZSTD("(\u00b5/\u00fd"),
    XZ("\u00fd7zXZ\0"),
    BZIP2("BZh");

    private static final int BUFFER = 128 * 1024;
    private static final int XZ_MEMORY_KIB = 128 * 1024;

    private final String magic;

    Compression(String magic) {
        this.magic = magic;
    }

    /** What the first bytes of an archive show. */
    public static Compression of(byte[] head, int length) {
        return Arrays.stream(values())
                .filter(candidate -> !candidate.magic.isEmpty() && candidate.begins(head, length))
                .findFirst()
                .orElse(NONE);
    }

    private boolean begins(byte[] head, int length) {
        return length >= magic.length()
                && new String(head, 0, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }

    /** Looks at the first bytes of {@code in}, which must support mark, and leaves it where it was. */
    public static Compression of(InputStream in) throws IOException {
        byte[] head = new byte[8];
        in.mark(head.length);
        int n = in.readNBytes(head, 0, head.length);
        in.reset();
        return of(head, n);
    }

    /** The content of {@code in}. */
    public InputStream unpack(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZSTD -> new ZstdInputStream(in).setContinuous(false);
            case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
        };
    }

    /** The content of {@code in}, however it is compressed. */
    public static InputStream unpackAny(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in, BUFFER);
        return of(buffered).unpack(buffered);
    }
}
