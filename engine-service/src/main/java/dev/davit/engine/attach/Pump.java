package dev.davit.engine.attach;

import dev.davit.platform.hijack.RawConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes bytes between a client and a monitor until the monitor has no more; a half-close passes on. */
public final class Pump {

    private static final int BUFFER = 32 * 1024;

    private Pump() {}

    /** Returns at the end of the output, or when the client is gone. */
    public static void run(InputStream in, OutputStream out, RawConnection monitor) throws IOException {
        Thread input = Thread.ofVirtual().name("stdin").start(() -> input(in, monitor));
        try {
            byte[] buffer = new byte[BUFFER];
            for (int n = monitor.in().read(buffer); n >= 0; n = monitor.in().read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
            }
        } finally {
            monitor.close();
            input.interrupt();
        }
    }

    private static void input(InputStream in, RawConnection monitor) {
        try {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                monitor.out().write(buffer, 0, n);
            }
            monitor.halfClose();
        } catch (IOException | RuntimeException end) {
            // the other direction says how it ends
        }
    }
}
