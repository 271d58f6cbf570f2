package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Blobs of a repository, for reading. */
final class Blobs {

    private final Session session;
    private final Names names;

    Blobs(Session session, Names names) {
        this.session = session;
        this.names = names;
    }

    InputStream open(Descriptor blob) {
        return new BlobStream(blob, open(blob, 0), offset -> open(blob, offset), session.retries());
    }

    byte[] small(Descriptor blob, int limit) {
        if (blob.size() > limit) {
            throw DavitException.invalid(
                    blob.digest() + " has " + blob.size() + " bytes; at most " + limit + " are supported");
        }
        try (InputStream in = open(blob)) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw DavitException.internal(String.valueOf(failure.getMessage()), failure);
        }
    }

    Optional<Descriptor> head(String digest) {
        try (Answer answer = session.send(Call.of("HEAD", session.uri(names.blobPath(digest))))) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            if (!answer.successful()) {
                throw RegistryErrors.of(answer);
            }
            String type = MediaTypes.bare(answer.header("Content-Type"));
            return Optional.of(Descriptor.of(type, digest, Math.max(0, answer.length())));
        } catch (IOException cut) {
            throw Session.failed(Call.of("HEAD", session.uri(names.blobPath(digest))), cut);
        }
    }

    boolean mount(String digest, String from) {
        Names source = new Names(names.registry(), from);
        String query = "?mount=" + encoded(Digests.checked(digest)) + "&from=" + encoded(source.repository());
        Call call = Call.of("POST", session.uri(names.path("blobs/uploads/") + query))
                .withScope(Access.PULL.scope(from));
        try (Answer answer = session.send(call)) {
            answer.discard();
            if (answer.status() == 202) {
                Uploads.cancel(session, session.location(answer)); // an upload was begun instead
            }
            return answer.status() == 201; // refused: an upload will tell why, if it is refused too
        }
    }

    private Answer open(Descriptor blob, long offset) {
        Call call = Call.of("GET", session.uri(names.blobPath(blob.digest())));
        Answer answer = session.send(offset == 0 ? call : call.with("Range", "bytes=" + offset + "-"));
        try {
            accept(blob, offset, answer);
            return answer;
        } catch (IOException failure) {
            answer.close();
            throw Session.failed(call, failure);
        } catch (RuntimeException refused) {
            answer.close();
            throw refused;
        }
    }

    private static void accept(Descriptor blob, long offset, Answer answer) throws IOException {
        if (answer.status() == 404) {
            throw DavitException.notFound("unknown blob");
        }
        if (!answer.successful()) {
            throw RegistryErrors.of(answer);
        }
        boolean partial = answer.status() == 206;
        long length = partial ? offset + answer.length() : answer.length();
        if (answer.length() >= 0 && length != blob.size()) {
            throw DavitException.internal(
                    blob.digest() + " has " + length + " bytes at the registry and " + blob.size() + " in the manifest",
                    null);
        }
        if (partial && !answer.header("Content-Range").startsWith("bytes " + offset + "-")) {
            throw DavitException.internal(
                    "registry answered range " + Quoted.of(answer.header("Content-Range")) + " in place of " + offset,
                    null);
        }
        if (!partial) {
            answer.body().skipNBytes(offset); // a registry without ranges begins anew
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
