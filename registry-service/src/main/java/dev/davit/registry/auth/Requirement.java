package dev.davit.registry.auth;

import dev.davit.registry.access.Action;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Route;

/** What a request needs; one place says it for all endpoints, so that none forgets. */
sealed interface Requirement {

    /** Whether the caller fulfils it. */
    boolean metBy(KnownCaller caller);

    /** Whether a caller who said nothing is answered, not asked who they are. */
    default boolean metUnasked(KnownCaller anonymous) {
        return metBy(anonymous);
    }

    /** As in the challenge of a token; empty: none helps. */
    String scope();

    /** Anybody who says something of who they are: this is how clients find out what they are asked for. */
    record Credentials() implements Requirement {

        @Override
        public boolean metBy(KnownCaller caller) {
            return true;
        }

        @Override
        public boolean metUnasked(KnownCaller anonymous) {
            return false;
        }

        @Override
        public String scope() {
            return "";
        }
    }

    /**
     * Who may list repositories.
     *
     * @param asks whether somebody to whom nothing could be shown is asked who they are: clients keep what they know of
     *     their user to themselves until then
     */
    record Browsing(boolean asks) implements Requirement {

        @Override
        public boolean metBy(KnownCaller caller) {
            return caller.browses();
        }

        @Override
        public boolean metUnasked(KnownCaller anonymous) {
            return metBy(anonymous) && !(asks && anonymous.seesNothing());
        }

        @Override
        public String scope() {
            return Scopes.CATALOG;
        }
    }

    /** An administrator. */
    record Administering() implements Requirement {

        @Override
        public boolean metBy(KnownCaller caller) {
            return caller.administers();
        }

        @Override
        public String scope() {
            return "";
        }
    }

    /** A right in a repository. */
    record Right(Action action, String repository) implements Requirement {

        @Override
        public boolean metBy(KnownCaller caller) {
            return caller.may(action, repository);
        }

        @Override
        public String scope() {
            return "repository:" + repository + ":" + (action == Action.CREATE ? "pull,push" : action.scope());
        }
    }

    /** That of a request. What it means to move a tag, or to mount, is decided where it is known. */
    static Requirement of(Route.Kind kind, Exchange exchange) {
        return switch (kind) {
            case TOKEN, BASE -> new Credentials();
            case CATALOG -> new Browsing(true);
            case REPOSITORIES -> new Browsing(false);
            case TAGS, REFERRERS -> new Right(Action.READ, exchange.repository());
            case UPLOADS, UPLOAD -> new Right(Action.CREATE, exchange.repository());
            case MANIFEST, BLOB -> new Right(action(exchange), exchange.repository());
            case ACCOUNTS, ROBOTS, GRANTS, POLICIES, GC, SCRUB, SYNC -> new Administering();
        };
    }

    private static Action action(Exchange exchange) {
        return switch (exchange.method()) {
            case "GET", "HEAD" -> Action.READ;
            case "DELETE" -> Action.DELETE;
            default -> Action.CREATE;
        };
    }
}
