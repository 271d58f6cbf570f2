package dev.davit.contracts.storage;

import java.util.List;

/**
 * A user of a root file system, found in its own /etc/passwd and /etc/group.
 *
 * @param groups supplementary group ids
 * @param home of the user; {@code /} where there is none
 */
public record UserIds(long uid, long gid, List<Long> groups, String home) {}
