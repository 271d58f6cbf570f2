package dev.davit.registry.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be allowed in a repository. */
public enum Action {
    /** Pull, and see that it exists. */
    READ("pull"),
    /** Push what is new: blobs, manifests, tags. */
    CREATE("push"),
    /** Make a tag point elsewhere. */
    UPDATE("update"),
    /** Delete tags, manifests, blobs. */
    DELETE("delete"),
    /** Change accounts, grants and policies. */
    ADMIN("admin");

    private final String scope;

    Action(String scope) {
        this.scope = scope;
    }

    /** As in the scope of a token. */
    public String scope() {
        return scope;
    }

    /** As in a grant. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The actions that are written so. */
    public static Set<Action> parse(Collection<String> texts) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (String text : texts) {
            actions.add(Arrays.stream(values())
                    .filter(action -> action.text().equals(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new BadInput(
                            "unknown action '" + text + "'; there are read, create, update, delete and admin")));
        }
        if (actions.isEmpty()) {
            throw new BadInput("a grant needs at least one action");
        }
        return actions;
    }

    /** What {@link #parse} reads after a split at the commas. */
    public static String join(Collection<Action> actions) {
        return actions.stream().sorted().map(Action::text).collect(Collectors.joining(","));
    }
}
