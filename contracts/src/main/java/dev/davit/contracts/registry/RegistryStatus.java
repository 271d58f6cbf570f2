package dev.davit.contracts.registry;

/** {@code address} as {@code host:port}; {@code bytes} of all blobs, each once. */
public record RegistryStatus(String address, long repositories, long tags, long blobs, long bytes) {}
