package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uploads of a repository: POST, one streamed PATCH, PUT with the digest of what was sent. */
final class Uploads {

    private final Session session;
    private final Names names;

    Uploads(Session session, Names names) {
        this.session = session;
        this.names = names;
    }

    /** @param expected null: whatever the source gives */
    Descriptor upload(String mediaType, @Nullable Descriptor expected, BlobSource source) {
        for (int attempt = 0; ; attempt++) {
            URI upload = begin();
            Duration pause;
            try {
                return once(upload, mediaType, expected, source);
            } catch (RegistryException | ConnectionException failure) {
                Optional<Duration> wait =
                        worthRepeating(failure) ? session.retries().backoff(attempt) : Optional.empty();
                pause = wait.orElseThrow(() -> failure);
            }
            Retries.sleep(pause);
        }
    }

    /** A broken session cannot be gone on with, since the registry may hold any part of it: a new one is begun. */
    private static boolean worthRepeating(DavitException failure) {
        return switch (failure) {
            case RegistryException refused ->
                refused.status() >= 500
                        || refused.status() == 401 // the token ran out on the way
                        || refused.status() == 429
                        || refused.code().equals(RegistryError.BLOB_UPLOAD_UNKNOWN);
            case ConnectionException cut -> !(cut.getCause() instanceof SourceException);
            default -> false;
        };
    }

    private Descriptor once(URI upload, String mediaType, @Nullable Descriptor expected, BlobSource source) {
        boolean done = false;
        try {
            Counted sent = new Counted(expected);
            URI complete = send(upload, expected, source, sent);
            Descriptor blob = sent.descriptor(mediaType, expected);
            commit(complete, blob);
            done = true;
            return blob;
        } finally {
            if (!done) {
                cancel(session, upload);
            }
        }
    }

    private URI begin() {
        Call call = Call.of("POST", session.uri(names.path("blobs/uploads/")));
        try (Answer answer = session.succeed(call)) {
            answer.discard();
            return session.location(answer);
        }
    }

    private URI send(URI upload, @Nullable Descriptor expected, BlobSource source, Counted sent) {
        long length = expected == null ? -1 : expected.size();
        try (InputStream in = source.open()) {
            InputStream counted = sent.count(in);
            Call call = Call.of("PATCH", upload)
                    .with(() -> new SourceEntity(counted, length))
                    .once();
            try (Answer answer = session.succeed(call)) {
                answer.discard();
                return session.location(answer);
            }
        } catch (IOException unreadable) {
            throw DavitException.internal(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private void commit(URI upload, Descriptor blob) {
        String location = upload.toString();
        String digest = "digest=" + URLEncoder.encode(blob.digest(), StandardCharsets.UTF_8);
        URI uri = URI.create(location + (upload.getRawQuery() == null ? "?" : "&") + digest);
        try (Answer answer = session.succeed(Call.of("PUT", uri).once())) {
            answer.discard();
        }
    }

    /** Gives an upload up, as well as it goes. */
    static void cancel(Session session, URI upload) {
        try (Answer answer = session.send(Call.of("DELETE", upload).once())) {
            answer.discard();
        } catch (DavitException gone) {
            // registries drop what is left after a while
        }
    }

    /** Reading the source failed, not the network. */
    private static final class SourceException extends IOException {

        private static final long serialVersionUID = 1L;

        SourceException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Hashes and counts what goes out. */
    private static final class Counted {

        private final MessageDigest hasher;
        private final long known;
        private long size;

        Counted(@Nullable Descriptor expected) {
            known = expected == null ? -1 : expected.size();
            hasher = expected == null ? Digests.sha256() : Digests.hasherOf(expected.digest());
        }

        InputStream count(InputStream in) {
            return new DigestInputStream(in, hasher) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    try {
                        int count = super.read(buffer, offset, length);
                        size += Math.max(0, count);
                        if (known >= 0 && size > known) {
                            throw new IOException("the blob to upload is longer than " + known + " bytes");
                        }
                        if (count < 0 && size < known) { // the registry would wait for the rest
                            throw new EOFException("the blob to upload ends at " + size + " of " + known + " bytes");
                        }
                        return count;
                    } catch (IOException unreadable) {
                        throw new SourceException(unreadable);
                    }
                }
            };
        }

        Descriptor descriptor(String mediaType, @Nullable Descriptor expected) {
            String digest = Digests.finish(hasher);
            if (expected != null && (!expected.digest().equals(digest) || expected.size() != size)) {
                throw new DavitException(
                        ErrorKind.INTERNAL,
                        "the blob to upload is not " + expected.digest() + " of " + expected.size() + " bytes but "
                                + digest + " of " + size);
            }
            return Descriptor.of(mediaType, digest, size);
        }
    }
}
