package dev.davit.registry.admission;

import dev.davit.registry.trust.Image;
import java.io.IOException;
import java.util.Optional;

/** Signatures of content that comes from elsewhere: they are not here before somebody asks for them. */
public interface RemoteSignatures {

    /** Whether what the repository holds comes from elsewhere; nobody signs it here then. */
    boolean cover(String repository);

    /** The image as it is named where it comes from, and was signed. */
    Image original(Image image);

    /**
     * Sees to it that what may be signatures of an image is held, unless that was done a little while ago.
     *
     * @return why some may be missing; empty: what there is, is held
     */
    Optional<String> fetch(Image image) throws IOException;

    /** The same for the content of a manifest that may be one of signatures. */
    Optional<String> fetchContent(Image holder) throws IOException;

    /** A pull was let pass for the sake of it. */
    void used(Image holder) throws IOException;
}
