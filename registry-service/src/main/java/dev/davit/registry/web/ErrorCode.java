package dev.davit.registry.web;

/** The error codes of the distribution specification; {@code UNKNOWN}, for failures of the registry, is Docker's. */
public enum ErrorCode {
    BLOB_UNKNOWN,
    BLOB_UPLOAD_INVALID,
    BLOB_UPLOAD_UNKNOWN,
    DENIED,
    DIGEST_INVALID,
    MANIFEST_BLOB_UNKNOWN,
    MANIFEST_INVALID,
    MANIFEST_UNKNOWN,
    NAME_INVALID,
    NAME_UNKNOWN,
    SIZE_INVALID,
    TOOMANYREQUESTS,
    UNAUTHORIZED,
    UNSUPPORTED,
    UNKNOWN
}
