package dev.davit.registry.upstream;

import org.jspecify.annotations.Nullable;

/**
 * A manifest as an upstream sent it: nothing of it is checked yet.
 *
 * @param digest as it was said; empty: it was not
 * @param mediaType as it was said; null: it was not
 * @param content empty in the answer to a HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RemoteManifest(String digest, @Nullable String mediaType, byte[] content) {}
