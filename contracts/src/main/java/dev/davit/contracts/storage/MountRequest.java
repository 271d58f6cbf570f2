package dev.davit.contracts.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to find out while mounting.
 *
 * @param user {@code user[:group]} to look up in the root file system, empty for root
 * @param groups further groups, names or numbers
 */
public record MountRequest(@Nullable String user, List<String> groups) {}
