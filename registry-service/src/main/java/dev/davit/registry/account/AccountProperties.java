package dev.davit.registry.account;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.Glob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who has access from the beginning. There is no default account and no default password.
 *
 * @param admin account that is made at start and granted everything, unless somebody is an administrator already
 * @param adminPasswordFile with its password
 * @param htpasswd file whose users (bcrypt) are added at start; those that exist stay as they are
 * @param anonymousRead whether everybody may read everything
 * @param grants beside those of the database
 */
@ConfigurationProperties("davit.registry.auth")
public record AccountProperties(
        @Nullable String admin,
        @Nullable Path adminPasswordFile,
        @Nullable Path htpasswd,
        @DefaultValue("false") boolean anonymousRead,
        @DefaultValue List<Rule> grants) {

    /** One of {@code davit.registry.auth.grants[]}. */
    public record Rule(String subject, String pattern, List<String> actions) {}

    List<Grant> configured() {
        List<Grant> configured = new ArrayList<>();
        if (anonymousRead) {
            configured.add(new Grant(Grant.ANONYMOUS, Glob.parse("**"), EnumSet.of(Action.READ)));
        }
        for (Rule rule : grants) {
            configured.add(new Grant(rule.subject(), Glob.parse(rule.pattern()), Action.parse(rule.actions())));
        }
        return configured;
    }
}
