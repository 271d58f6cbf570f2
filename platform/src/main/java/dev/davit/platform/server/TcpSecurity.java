package dev.davit.platform.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;

/** TLS of a TCP listener, and which listeners may do without. */
final class TcpSecurity {

    private TcpSecurity() {}

    /**
     * Refuses what would let in more than it should.
     *
     * @throws IllegalStateException saying what is missing
     */
    static void check(ServerProperties.Tcp tcp, boolean loopback, boolean mutual) {
        String listener = "davit.server.tcp: " + tcp.address() + ":" + tcp.port();
        boolean certified = tcp.certificate() != null && tcp.certificateKey() != null;
        if (mutual && !(certified && tcp.clientAuthority() != null)) {
            throw new IllegalStateException(
                    listener
                            + " is for clients with a certificate alone, and needs certificate, certificate-key and client-authority");
        }
        if (!certified
                && (tcp.certificate() != null || tcp.certificateKey() != null || tcp.clientAuthority() != null)) {
            throw new IllegalStateException(listener + " needs for TLS both certificate and certificate-key");
        }
        if (!certified && !loopback) {
            throw new IllegalStateException(
                    listener + " is reachable from other hosts and needs a certificate and certificate-key");
        }
        checkReadable(listener, "certificate", tcp.certificate());
        checkReadable(listener, "certificate-key", tcp.certificateKey());
        checkReadable(listener, "client-authority", tcp.clientAuthority());
    }

    private static void checkReadable(String listener, String setting, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new IllegalStateException(listener + ": cannot read the " + setting + " " + file);
        }
    }

    static void apply(ServerProperties.Tcp tcp, Connector connector) {
        if (tcp.certificate() == null) {
            return;
        }
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateFile(tcp.certificate().toString());
        certificate.setCertificateKeyFile(String.valueOf(tcp.certificateKey()));
        host.addCertificate(certificate);
        if (tcp.clientAuthority() != null) {
            // Not by setCaCertificateFile: without OpenSSL Tomcat passes over that, and trusts every authority of the
            // JDK.
            host.setTrustStore(authorities(tcp.clientAuthority()));
            host.setCertificateVerification("required");
        }
        connector.addSslHostConfig(host);
    }

    private static KeyStore authorities(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            if (store.size() == 0) {
                throw new IllegalStateException("the client-authority " + file + " holds no certificate in PEM");
            }
            return store;
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("cannot read the client-authority " + file, failure);
        }
    }
}
