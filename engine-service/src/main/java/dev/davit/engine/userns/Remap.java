package dev.davit.engine.userns;

import dev.davit.contracts.storage.IdMappings;
import dev.davit.engine.userns.Accounts.Account;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What dockerd's {@code --userns-remap} says: {@code default}, or a user with or without a group. */
final class Remap {

    /** Of dockerd: whose ranges {@code default} means. */
    static final String DEFAULT_ACCOUNT = "dockremap";

    private static final long MOST_IDS = 4294967295L;

    private final Accounts accounts;

    Remap(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The ids of a container, from its root on: the account's ranges, one after the other. */
    IdMappings mappings(String remap) {
        String[] both = remap.split(":", -1);
        String name = both[0].equals("default") ? DEFAULT_ACCOUNT : both[0];
        if (both.length > 2 || name.isEmpty() || both[both.length - 1].isEmpty()) {
            throw new IllegalStateException("userns-remap must be default, USER or USER:GROUP, not \"" + remap + "\"");
        }
        Account user = accounts.user(name)
                .orElseThrow(() -> new IllegalStateException("userns-remap: there is no user \"" + name + "\""));
        return new IdMappings(ranges("subuid", user), groups(user, both));
    }

    // Entries of subgid are a user's as a rule; dockerd also took a group's.
    private List<IdMappings.Range> groups(Account user, String[] both) {
        if (both.length == 1) {
            return ranges("subgid", user);
        }
        Optional<Account> group = accounts.group(both[1]);
        Account known = group.orElseThrow(
                () -> new IllegalStateException("userns-remap: there is no group \"" + both[1] + "\""));
        return ranges("subgid", accounts.ranges("subgid", known).isEmpty() ? user : known);
    }

    private List<IdMappings.Range> ranges(String file, Account account) {
        List<Accounts.Range> own = accounts.ranges(file, account);
        if (own.isEmpty()) {
            throw new IllegalStateException("userns-remap: \"" + account.name() + "\" has no range in /etc/" + file
                    + "; give it one: usermod --add-" + file + "s 100000-165535 " + account.name());
        }
        List<IdMappings.Range> ranges = new ArrayList<>();
        long next = 0;
        for (Accounts.Range range : own.stream()
                .sorted(Comparator.comparingLong(Accounts.Range::first))
                .toList()) {
            if (range.first() <= 0 || range.first() + range.size() > MOST_IDS) {
                throw new IllegalStateException(
                        "userns-remap: the range " + range.first() + ":" + range.size() + " of \"" + account.name()
                                + "\" in /etc/" + file + " holds the host's root, or ids that there are not");
            }
            ranges.add(new IdMappings.Range(next, range.first(), range.size()));
            next += range.size();
        }
        return List.copyOf(ranges);
    }
}
