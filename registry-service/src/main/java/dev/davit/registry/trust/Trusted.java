package dev.davit.registry.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Whose signatures count: those by one of the keys, those by a certificate that one of the authorities signed, and those
 * of an identity that Sigstore vouches for.
 *
 * @param subjects of those certificates, whose parts the signer's has all of; empty: any
 * @param sameRepository whether a signature has to name the repository too
 * @param signingAuthorities who sign for others, and are believed when they say when that was
 * @param timestampAuthorities who say when something was signed; empty: nobody is asked
 * @param unrevoked whether certificates must be known not to be revoked
 */
public record Trusted(
        List<PublicKey> keys,
        List<X509Certificate> authorities,
        List<LdapName> subjects,
        List<SignedRule.Identity> identities,
        boolean sameRepository,
        List<X509Certificate> signingAuthorities,
        List<X509Certificate> timestampAuthorities,
        boolean unrevoked) {

    boolean names(String subject) {
        try {
            HashSet<Object> parts = new HashSet<>(new LdapName(subject).getRdns());
            return subjects.isEmpty() || subjects.stream().anyMatch(name -> parts.containsAll(name.getRdns()));
        } catch (InvalidNameException unreadable) {
            return false;
        }
    }
}
