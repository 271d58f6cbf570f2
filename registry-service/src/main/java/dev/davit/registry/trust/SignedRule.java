package dev.davit.registry.trust;

import dev.davit.registry.access.BadInput;
import java.util.List;
import java.util.Objects;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * What a policy asks of signatures, as administrators write it.
 *
 * @param on {@code pull}, {@code push} or both; null: both
 * @param keys of cosign, in PEM
 * @param certificates authorities of notation, in PEM
 * @param subjects distinguished names of signers; null: any that the authorities signed
 * @param identities of Sigstore
 * @param sameRepository whether a signature has to name the repository too; null: no
 * @param strict whether those who may push cannot read either what is unsigned; null: no
 */
public record SignedRule(
        @Nullable List<String> on,
        @Nullable List<String> keys,
        @Nullable List<String> certificates,
        @Nullable List<String> subjects,
        @Nullable List<Identity> identities,
        @Nullable Boolean sameRepository,
        @Nullable Boolean strict) {

    private static final int MOST = 50;

    /** Who signed, as Sigstore's certificates say; {@code subject} may end with {@code *}. */
    public record Identity(
            @Nullable String issuer, @Nullable String subject) {}

    /** Whether it is asked for at pushes, or pulls. */
    public boolean asks(String when) {
        return on == null || on.contains(when);
    }

    /** Whose signatures count; refuses what cannot be meant. */
    public Trusted trusted() {
        if (on != null && (on.isEmpty() || !List.of("pull", "push").containsAll(on))) {
            throw new BadInput("signed.on lists 'pull', 'push' or both");
        }
        List<Identity> who = listed("identities", identities);
        Trusted trusted = new Trusted(
                listed("keys", keys).stream().map(Pem::key).toList(),
                listed("certificates", certificates).stream()
                        .map(Pem::certificate)
                        .toList(),
                listed("subjects", subjects).stream().map(SignedRule::name).toList(),
                who,
                Boolean.TRUE.equals(sameRepository));
        if (trusted.keys().isEmpty() && trusted.authorities().isEmpty() && who.isEmpty()) {
            throw new BadInput("signed needs keys, certificates or identities: whose signatures count");
        }
        if (!trusted.subjects().isEmpty() && trusted.authorities().isEmpty()) {
            throw new BadInput("signed.subjects needs certificates: those of the authorities that name them");
        }
        who.forEach(SignedRule::check);
        return trusted;
    }

    private static void check(Identity identity) {
        if (isBlank(identity.issuer()) || isBlank(identity.subject()) || "*".equals(identity.subject())) {
            throw new BadInput("each of signed.identities needs an issuer and a subject");
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static LdapName name(String text) {
        try {
            LdapName name = new LdapName(text);
            if (name.isEmpty()) {
                throw new BadInput("a subject is empty");
            }
            return name;
        } catch (InvalidNameException malformed) {
            throw new BadInput("'" + text + "' is no distinguished name, such as CN=build,O=Example");
        }
    }

    private static <T> List<T> listed(String field, @Nullable List<T> values) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > MOST || values.stream().anyMatch(Objects::isNull)) {
            throw new BadInput("signed." + field + " has at most " + MOST + " entries, none of them null");
        }
        return values;
    }
}
