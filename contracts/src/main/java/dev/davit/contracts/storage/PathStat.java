package dev.davit.contracts.storage;

import java.time.Instant;

/**
 * What is at a path.
 *
 * @param mode permission bits and type as Go's {@code os.FileMode} (Docker's API shows that number)
 * @param linkTarget empty unless it is a symbolic link
 */
public record PathStat(String name, long size, long mode, Instant modified, String linkTarget) {}
