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
 * @param signingAuthorities of notation's scheme of that name, in PEM
 * @param timestampAuthorities who countersigned each signature by a certificate, in PEM; null: the chain is valid now
 * @param revocation of those certificates: {@code enforce} or {@code skip}; null: skip
 */
public record SignedRule(
        @Nullable List<String> on,
        @Nullable List<String> keys,
        @Nullable List<String> certificates,
        @Nullable List<String> subjects,
        @Nullable List<Identity> identities,
        @Nullable Boolean sameRepository,
        @Nullable Boolean strict,
        @Nullable List<String> signingAuthorities,
        @Nullable List<String> timestampAuthorities,
        @Nullable String revocation) {

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
        if (revocation != null && !List.of("enforce", "skip").contains(revocation)) {
            throw new BadInput("signed.revocation is 'enforce' or 'skip'");
        }
        Trusted trusted = new Trusted(
                listed("keys", keys).stream().map(Pem::key).toList(),
                listed("certificates", certificates).stream()
                        .map(Pem::certificate)
                        .toList(),
                listed("subjects", subjects).stream().map(SignedRule::name).toList(),
                listed("identities", identities),
                Boolean.TRUE.equals(sameRepository),
                listed("signingAuthorities", signingAuthorities).stream()
                        .map(Pem::certificate)
                        .toList(),
                listed("timestampAuthorities", timestampAuthorities).stream()
                        .map(Pem::certificate)
                        .toList(),
                "enforce".equals(revocation));
        check(trusted);
        return trusted;
    }

    private static void check(Trusted trusted) {
        boolean certified = !trusted.authorities().isEmpty()
                || !trusted.signingAuthorities().isEmpty();
        if (!certified && trusted.keys().isEmpty() && trusted.identities().isEmpty()) {
            throw new BadInput(
                    "signed needs keys, certificates, signingAuthorities or identities:" + " whose signatures count");
        }
        if (!certified && !trusted.subjects().isEmpty()) {
            throw new BadInput("signed.subjects needs certificates: those of the authorities that name them");
        }
        if (!certified && trusted.unrevoked()) {
            throw new BadInput("signed.revocation needs certificates: those of the authorities that revoke");
        }
        if (trusted.authorities().isEmpty() && !trusted.timestampAuthorities().isEmpty()) {
            throw new BadInput("signed.timestampAuthorities needs certificates: those whose signatures they date");
        }
        trusted.identities().forEach(SignedRule::check);
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
