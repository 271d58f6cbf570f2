package dev.davit.registry.account;

import dev.davit.registry.access.Action;
import java.util.List;

/** All that somebody is granted. */
public record Permissions(List<Grant> grants) {

    /** Whether a grant allows it. */
    public boolean may(Action action, String repository) {
        for (Grant grant : grants) {
            if (grant.actions().contains(action) && grant.pattern().matches(repository)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a grant allows it in every repository. */
    public boolean mayEverywhere(Action action) {
        return grants.stream()
                .anyMatch(grant ->
                        grant.actions().contains(action) && grant.pattern().matchesAll());
    }

    /** Whether a grant allows it in any repository. */
    public boolean maySomewhere(Action action) {
        return grants.stream().anyMatch(grant -> grant.actions().contains(action));
    }
}
