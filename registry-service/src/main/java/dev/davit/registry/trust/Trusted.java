package dev.davit.registry.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.naming.ldap.LdapName;

/**
 * Whose signatures count: those by one of the keys, those by a certificate that one of the authorities signed, and those
 * of an identity that Sigstore vouches for.
 *
 * @param subjects of those certificates, whose parts the signer's has all of; empty: any
 * @param sameRepository whether a signature has to name the repository too
 */
public record Trusted(
        List<PublicKey> keys,
        List<X509Certificate> authorities,
        List<LdapName> subjects,
        List<SignedRule.Identity> identities,
        boolean sameRepository) {}
