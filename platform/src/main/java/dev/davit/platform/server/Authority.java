package dev.davit.platform.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** The certificates of a PEM file as what Java trusts; Tomcat's own setting for it is OpenSSL's alone. */
final class Authority {

    private Authority() {}

    static KeyStore read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalStateException("davit.server.tcp: no certificate is in " + file);
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
            return trusted;
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("davit.server.tcp: cannot read the client authority " + file, failure);
        }
    }
}
