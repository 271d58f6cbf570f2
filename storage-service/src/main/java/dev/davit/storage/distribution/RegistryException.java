package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.util.List;

/** A registry refused: its status and what it said. */
final class RegistryException extends DavitException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<RegistryError> errors;

    RegistryException(int status, List<RegistryError> errors) {
        super(errors.getFirst().kind(), text(errors));
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    RegistryException(int status, ErrorKind kind, String message) {
        super(kind, message);
        this.status = status;
        this.errors = List.of();
    }

    int status() {
        return status;
    }

    /** The first error's code; empty when there is none. */
    String code() {
        return errors.isEmpty() ? "" : errors.getFirst().code();
    }

    /** The same for a puller, in dockerd's words. */
    DavitException forPull(Names names, String tagOrDigest) {
        if (errors.isEmpty()) {
            return this;
        }
        RegistryError first = errors.getFirst();
        return switch (first.code()) {
            case RegistryError.DENIED ->
                DavitException.notFound("pull access denied for " + names.familiar()
                        + ", repository does not exist or may require 'docker login': " + first.text());
            case RegistryError.MANIFEST_UNKNOWN ->
                DavitException.notFound("manifest for " + names.familiar(tagOrDigest) + " not found: " + first.text());
            case RegistryError.NAME_UNKNOWN ->
                DavitException.notFound("repository " + names.familiar() + " not found: " + first.text());
            case RegistryError.UNAUTHORIZED -> new DavitException(ErrorKind.UNAUTHENTICATED, first.text(), this);
            default -> this;
        };
    }

    private static String text(List<RegistryError> errors) {
        if (errors.size() == 1) {
            return errors.getFirst().text();
        }
        StringBuilder text = new StringBuilder("errors:\n");
        errors.forEach(error -> text.append(error.text()).append('\n'));
        return text.toString();
    }
}
