package dev.davit.registry.trust;

import java.time.Instant;

/**
 * What an authority said of a certificate.
 *
 * @param until when it says something new
 */
record RevocationStatus(boolean revoked, Instant until) {}
