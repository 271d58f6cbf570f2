package dev.davit.storage.transfer;

import dev.davit.contracts.storage.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Says now and then how much has passed. */
final class CountingInput extends FilterInputStream {

    private static final long PERIOD = 100_000_000;

    private final String id;
    private final String status;
    private final long total;
    private final Consumer<Progress> progress;
    private long done;
    private long said = System.nanoTime();

    CountingInput(InputStream in, String id, String status, long total, Consumer<Progress> progress) {
        super(in);
        this.id = id;
        this.status = status;
        this.total = total;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        count(Math.max(n, 0));
        return n;
    }

    private void count(int n) {
        done += n;
        long now = System.nanoTime();
        if (now - said > PERIOD) {
            said = now;
            progress.accept(Progress.bytes(id, status, done, total));
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
