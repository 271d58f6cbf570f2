package dev.davit.engine.userns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files of accounts, all of lines with colons: passwd(5), group(5), subuid(5), subgid(5). */
record Accounts(Path folder) {

    /** An account's name and id. */
    record Account(String name, String id) {}

    /** Consecutive ids that somebody may give to others. */
    record Range(long first, long size) {}

    /** A user, by name or number. */
    Optional<Account> user(String nameOrId) {
        return find("passwd", nameOrId);
    }

    /** A group, by name or number. */
    Optional<Account> group(String nameOrId) {
        return find("group", nameOrId);
    }

    private Optional<Account> find(String file, String nameOrId) {
        boolean number = nameOrId.chars().allMatch(Character::isDigit);
        return lines(file, 3)
                .filter(fields -> fields.get(number ? 2 : 0).equals(nameOrId))
                .map(fields -> new Account(fields.getFirst(), fields.get(2)))
                .findFirst();
    }

    /** What subuid or subgid gives an account, under its name or its number. */
    List<Range> ranges(String file, Account account) {
        return lines(file, 3)
                .filter(fields -> fields.getFirst().equals(account.name())
                        || fields.getFirst().equals(account.id()))
                .map(fields -> new Range(number(file, fields.get(1)), number(file, fields.get(2))))
                .filter(range -> range.size() > 0)
                .toList();
    }

    private static long number(String file, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException wrong) {
            throw new IllegalStateException("/etc/" + file + " has \"" + text + "\" where a number belongs", wrong);
        }
    }

    private Stream<List<String>> lines(String file, int fields) {
        Path path = folder.resolve(file);
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> List.of(line.split(":", -1)))
                            .filter(found -> found.size() >= fields)
                    : Stream.of();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + path, failure);
        }
    }
}
