package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.ssl.SSLContexts;

/** Whose certificates are believed. */
final class Tls {

    private Tls() {}

    /** For plain HTTP; spares loading the authorities, a tenth of a second. */
    static TlsSocketStrategy none() {
        return (socket, target, port, attachment, context) -> {
            throw new IOException("TLS on a plain connection to " + target);
        };
    }

    /** Those of the JDK's authorities. */
    static TlsSocketStrategy publicAuthorities() {
        return DefaultClientTlsStrategy.createDefault();
    }

    /** Everybody's: for registries that are named insecure, and for loopback. */
    static TlsSocketStrategy anything() {
        try {
            return new DefaultClientTlsStrategy(
                    SSLContextBuilder.create()
                            .loadTrustMaterial(null, TrustAllStrategy.INSTANCE)
                            .build(),
                    NoopHostnameVerifier.INSTANCE);
        } catch (GeneralSecurityException failure) {
            throw DavitException.internal("TLS is not available: " + failure.getMessage(), failure);
        }
    }

    /** Those of the authorities in {@code *.crt} of a folder. */
    static TlsSocketStrategy authorities(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.crt")) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            int number = 0;
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (Certificate certificate : factory.generateCertificates(in)) {
                        trusted.setCertificateEntry(Integer.toString(number++), certificate);
                    }
                }
            }
            if (number == 0) {
                return publicAuthorities();
            }
            return new DefaultClientTlsStrategy(
                    SSLContexts.custom().loadTrustMaterial(trusted, null).build());
        } catch (IOException | GeneralSecurityException failure) {
            throw DavitException.internal(
                    "cannot read certificates in " + folder + ": " + failure.getMessage(), failure);
        }
    }
}
