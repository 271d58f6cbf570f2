package dev.davit.storage.archive;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.Open;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What it takes to make the same tar, bit for bit, of a folder that was unpacked from it: all of the tar but the
 * contents of its files. So a layer is on disk once, and still has its digest when it is saved or pushed.
 */
public final class Recipe {

    private static final int BUFFER = 64 * 1024;

    private Recipe() {}

    /** Unpacks the tar {@code in} to its end, and writes the recipe to {@code file}; answers the bytes of its files. */
    public static long record(InputStream in, Path file, Unpacker unpacker) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(new ZstdOutputStream(Files.newOutputStream(file), 1), BUFFER)) {
            TarReader tar = TarReader.recording(in, out);
            long bytes = unpacker.unpack(tar);
            tar.drain();
            return bytes;
        }
    }

    /** Unpacks the tar {@code in} to its end, without a recipe; answers the bytes of its files. */
    public static long skip(InputStream in, Unpacker unpacker) throws IOException {
        TarReader tar = new TarReader(in);
        long bytes = unpacker.unpack(tar);
        tar.drain();
        return bytes;
    }

    /** Writes the tar again, from the recipe {@code file} and the folder {@code root}. */
    public static void replay(Kernel kernel, Path file, Fd root, OutputStream out) throws IOException {
        byte[] buffer = new byte[4 * BUFFER];
        try (InputStream in = new BufferedInputStream(new ZstdInputStream(Files.newInputStream(file)), BUFFER)) {
            TarReader tar = TarReader.replaying(in, out);
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                if (TarReader.kept(entry)) {
                    content(kernel, root, entry, out, buffer);
                }
            }
            tar.drain();
        }
    }

    private static void content(Kernel kernel, Fd root, TarEntry entry, OutputStream out, byte[] buffer)
            throws IOException {
        long left = entry.size();
        try (Fd file = kernel.openIn(root, EntryPath.clean(entry.name()), Open.READ | Open.NOFOLLOW)) {
            while (left > 0) {
                int n = kernel.read(file, buffer, 0, (int) Math.min(buffer.length, left));
                if (n == 0) {
                    throw new ArchiveException("\"" + entry.name() + "\" of a stored layer is cut");
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
    }
}
