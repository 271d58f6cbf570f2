package dev.davit.registry.trust;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate says that it is said whether it was revoked.
 *
 * @param servers of OCSP
 * @param lists CRLs
 */
record RevocationUrls(List<String> servers, List<String> lists) {

    static RevocationUrls of(X509Certificate certificate) throws Untrusted {
        try {
            Extensions extensions = new JcaX509CertificateHolder(certificate).getExtensions();
            return extensions == null
                    ? new RevocationUrls(List.of(), List.of())
                    : new RevocationUrls(
                            servers(AuthorityInformationAccess.fromExtensions(extensions)),
                            lists(CRLDistPoint.fromExtensions(extensions)));
        } catch (CertificateEncodingException | RuntimeException malformed) { // the library's, of what is no ASN.1
            throw new Untrusted("what it says of where to ask cannot be read");
        }
    }

    private static List<String> servers(@Nullable AuthorityInformationAccess access) {
        List<String> urls = new ArrayList<>();
        if (access != null) {
            for (AccessDescription each : access.getAccessDescriptions()) {
                if (each.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
                    urls.addAll(urls(each.getAccessLocation()));
                }
            }
        }
        return urls;
    }

    private static List<String> lists(@Nullable CRLDistPoint points) {
        List<String> urls = new ArrayList<>();
        if (points != null) {
            for (DistributionPoint point : points.getDistributionPoints()) {
                urls.addAll(of(point.getDistributionPoint()));
            }
        }
        return urls;
    }

    /** The URLs by which a list, or a certificate, names it. */
    static List<String> of(@Nullable DistributionPointName name) {
        return name != null && name.getType() == DistributionPointName.FULL_NAME
                ? urls(GeneralNames.getInstance(name.getName()).getNames())
                : List.of();
    }

    private static List<String> urls(GeneralName... names) {
        return Arrays.stream(names)
                .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
                .map(name -> ASN1IA5String.getInstance(name.getName()).getString())
                .toList();
    }
}
