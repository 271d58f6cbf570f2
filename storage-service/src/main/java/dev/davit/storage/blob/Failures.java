package dev.davit.storage.blob;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import dev.davit.storage.archive.ArchiveException;
import dev.davit.storage.kernel.KernelException;
import java.io.EOFException;
import java.util.zip.ZipException;

/** Failures of the disk and of archives, as those of Davit. */
public final class Failures {

    private Failures() {}

    /** What the caller is told. */
    public static DavitException translated(Throwable failure) {
        return switch (failure) {
            case DavitException known -> known;
            case KernelException full when full.noRoom() -> new DavitException(ErrorKind.EXHAUSTED, said(full), full);
            case KernelException kernel -> DavitException.internal(said(kernel), kernel);
            case ArchiveException broken -> new DavitException(ErrorKind.INVALID, said(broken), broken);
            case EOFException cut -> new DavitException(ErrorKind.INVALID, "unexpected EOF", cut);
            case ZipException broken -> new DavitException(ErrorKind.INVALID, said(broken), broken);
            default ->
                said(failure).contains("No space left on device")
                        ? new DavitException(ErrorKind.EXHAUSTED, said(failure), failure)
                        : DavitException.internal(said(failure), failure);
        };
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
