package dev.davit.registry.account;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.Glob;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * That somebody may do something in the repositories whose names match.
 *
 * @param subject {@code user:alice}, {@code robot:ci}, {@code role:developers}, {@code oidc:…}, {@code cert:…},
 *     {@link #AUTHENTICATED} or {@link #ANONYMOUS}
 */
public record Grant(String subject, Glob pattern, Set<Action> actions) {

    /** Everybody who said who they are. */
    public static final String AUTHENTICATED = "authenticated";

    /** Everybody. */
    public static final String ANONYMOUS = "anonymous";

    private static final Pattern SUBJECT =
            Pattern.compile("authenticated|anonymous|(?:user|robot|role|oidc|cert):[^\\p{Cntrl}]{1,200}");

    /** Refuses a subject that is none. */
    public Grant {
        if (!SUBJECT.matcher(subject).matches()) {
            throw new BadInput("invalid subject '" + subject
                    + "': user:, robot:, role:, oidc: or cert: and a name, or authenticated, or anonymous");
        }
        if (subject.equals(ANONYMOUS) && actions.contains(Action.ADMIN)) {
            throw new BadInput("everybody cannot be granted admin");
        }
    }
}
