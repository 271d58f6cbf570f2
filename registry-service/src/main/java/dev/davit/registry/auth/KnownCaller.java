package dev.davit.registry.auth;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.Caller;
import dev.davit.registry.account.Permissions;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A caller of a registry that asks who it is. */
sealed interface KnownCaller extends Caller {

    /** Whether it may list repositories; which, {@link #sees} says. */
    boolean browses();

    /** Whether there is no repository that {@link #sees} could be true of. */
    boolean seesNothing();

    /** Whether it may change accounts, grants and policies. */
    boolean administers();

    /** Who came with nothing but what they are. */
    record Granted(String name, Permissions permissions) implements KnownCaller {

        @Override
        public boolean may(Action action, String repository) {
            return permissions.may(action, repository);
        }

        @Override
        public boolean sees(String repository) {
            return permissions.may(Action.READ, repository);
        }

        @Override
        public boolean seesAll() {
            return permissions.mayEverywhere(Action.READ);
        }

        @Override
        public boolean seesNothing() {
            return !permissions.maySomewhere(Action.READ);
        }

        @Override
        public boolean browses() {
            return true;
        }

        @Override
        public boolean administers() {
            return permissions.mayEverywhere(Action.ADMIN);
        }
    }

    /**
     * Who came with a token of this registry: it says what it is good for, and nothing is looked up.
     *
     * @param permissions for lists, which a token does not spell out
     */
    record Bearer(String name, Map<String, Set<Action>> access, boolean browses, Supplier<Permissions> permissions)
            implements KnownCaller {

        @Override
        public boolean may(Action action, String repository) {
            return access.getOrDefault(repository, Set.of()).contains(action);
        }

        @Override
        public boolean sees(String repository) {
            return permissions.get().may(Action.READ, repository);
        }

        @Override
        public boolean seesAll() {
            return permissions.get().mayEverywhere(Action.READ);
        }

        @Override
        public boolean seesNothing() {
            return !permissions.get().maySomewhere(Action.READ);
        }

        @Override
        public boolean administers() {
            return false;
        }
    }
}
