package dev.davit.registry.auth;

import dev.davit.registry.account.Account;
import dev.davit.registry.account.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody has proved to be.
 *
 * @param subject as in grants
 * @param roles as in grants
 * @param until the proof is good; null: as long as what rests on it
 */
record Identity(
        String subject, List<String> roles, @Nullable Instant until) {

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]{1,200}");

    /** Somebody who proved nothing. */
    static final Identity ANONYMOUS = new Identity(Grant.ANONYMOUS, List.of(), null);

    /** Whether somebody else's name for a person can be ours: it is logged, kept with uploads and written in grants. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static Identity of(Account account) {
        return new Identity(account.subject(), List.of(), account.expiresAt());
    }

    /** All whose grants it has. */
    List<String> subjects() {
        List<String> subjects = new ArrayList<>(roles);
        subjects.add(Grant.ANONYMOUS);
        if (!subject.equals(Grant.ANONYMOUS)) {
            subjects.add(Grant.AUTHENTICATED);
            subjects.add(subject);
        }
        return subjects;
    }
}
