package dev.davit.gateway.error;

/** What Docker answers to a request that failed. */
record ErrorBody(String message) {}
