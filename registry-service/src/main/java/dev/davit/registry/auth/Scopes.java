package dev.davit.registry.auth;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.BadInput;
import dev.davit.registry.account.Permissions;
import dev.davit.registry.web.Route;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scopes of Docker's token protocol, {@code repository:team/app:pull,push}, and the access that answers them. */
final class Scopes {

    static final String CATALOG = "registry:catalog:*";
    private static final int MOST = 100;
    private static final Set<Action> IN_REPOSITORIES =
            EnumSet.of(Action.READ, Action.CREATE, Action.UPDATE, Action.DELETE);

    private Scopes() {}

    /** What of these scopes is granted, as a token's {@code access} says it. Scopes of other kinds are passed over. */
    static List<Map<String, Object>> grant(List<String> scopes, Permissions permissions) {
        List<String> single = new ArrayList<>();
        scopes.forEach(several -> single.addAll(List.of(several.strip().split(" +", -1))));
        if (single.size() > MOST) {
            throw new BadInput("at most " + MOST + " scopes are taken at once");
        }
        Map<String, Set<Action>> granted = new HashMap<>();
        List<Map<String, Object>> access = new ArrayList<>();
        for (String scope : single) {
            if (scope.equals(CATALOG)) {
                access.add(entry("registry", "catalog", List.of("*")));
            } else if (scope.startsWith("repository:")) {
                grant(scope, permissions, granted);
            }
        }
        granted.forEach((repository, actions) -> access.add(entry(
                "repository",
                repository,
                actions.stream().sorted().map(Action::scope).toList())));
        return access;
    }

    private static void grant(String scope, Permissions permissions, Map<String, Set<Action>> granted) {
        int colon = scope.lastIndexOf(':');
        int begin = "repository:".length();
        if (colon <= begin) {
            throw new BadInput("a scope is written repository:name:actions");
        }
        String repository = Route.valid(scope.substring(begin, colon));
        List<String> wanted = List.of(scope.substring(colon + 1).split(",", -1));
        for (Action action : IN_REPOSITORIES) {
            // Clients know no update: who pushes wants it as far as it is granted.
            boolean asked = wanted.contains("*")
                    || wanted.contains(action.scope())
                    || (action == Action.UPDATE && wanted.contains(Action.CREATE.scope()));
            if (asked && permissions.may(action, repository)) {
                granted.computeIfAbsent(repository, key -> EnumSet.noneOf(Action.class))
                        .add(action);
            }
        }
    }

    private static Map<String, Object> entry(String type, String name, List<String> actions) {
        return Map.of("type", type, "name", name, "actions", actions);
    }

    /** Whether the access allows to list repositories. */
    static boolean browses(List<?> access) {
        return access.stream()
                .anyMatch(entry -> entry instanceof Map<?, ?> map
                        && "registry".equals(map.get("type"))
                        && "catalog".equals(map.get("name")));
    }

    /** What the access allows in repositories. */
    static Map<String, Set<Action>> read(List<?> access) {
        Map<String, Set<Action>> read = new HashMap<>();
        for (Object entry : access) {
            if (entry instanceof Map<?, ?> map
                    && "repository".equals(map.get("type"))
                    && map.get("actions") instanceof List<?> actions) {
                Set<Action> allowed = EnumSet.noneOf(Action.class);
                IN_REPOSITORIES.stream()
                        .filter(action -> actions.contains(action.scope()))
                        .forEach(allowed::add);
                read.put(String.valueOf(map.get("name")), allowed);
            }
        }
        return read;
    }
}
