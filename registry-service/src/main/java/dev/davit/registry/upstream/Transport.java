package dev.davit.registry.upstream;

import dev.davit.registry.outbound.GuardedNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Sends single requests of one upstream: no redirects, no retries, no credentials but those that are handed to it. */
final class Transport implements AutoCloseable {

    private static final int CONNECTIONS = 64;

    private final CloseableHttpClient client;

    Transport(UpstreamProperties.Upstream settings) {
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(tls(settings))
                        .setDnsResolver(new GuardedNames(
                                settings.url().getHost(),
                                Stream.concat(settings.redirects().stream(), settings.realms().stream())
                                        .toList(),
                                SystemDefaultDnsResolver.INSTANCE))
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                .setSocketTimeout(Timeout.of(settings.timeout()))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setIdleTimeout(Timeout.ofSeconds(30))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setResponseTimeout(Timeout.of(settings.timeout()))
                        .build())
                .setUserAgent("davit")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression() // digests are of the bytes as they are
                .disableAuthCaching()
                .build();
    }

    /** Sends a GET or HEAD. */
    Reply send(String method, URI uri, Map<String, String> headers, @Nullable String authorization) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
        headers.forEach(request::setHeader);
        if (authorization != null) {
            request.setHeader("Authorization", authorization);
        }
        HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        return new Reply(request, client.executeOpen(host, request, null));
    }

    private static TlsSocketStrategy tls(UpstreamProperties.Upstream settings) {
        if (settings.ca() != null) {
            return authorities(settings.ca());
        }
        return settings.secure()
                ? DefaultClientTlsStrategy.createDefault()
                : (socket, target, port, attachment, context) ->
                        Public.TLS.upgrade(socket, target, port, attachment, context);
    }

    private static TlsSocketStrategy authorities(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry(Integer.toString(number++), certificate);
            }
            return new DefaultClientTlsStrategy(
                    SSLContexts.custom().loadTrustMaterial(trusted, null).build());
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalArgumentException(
                    "davit.registry.upstreams[].ca: " + file + " holds no certificates: " + failure.getMessage(),
                    failure);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    // Where an upstream without TLS redirects to one that has it: the JDK's authorities take a tenth of a second.
    private static final class Public {
        static final TlsSocketStrategy TLS = DefaultClientTlsStrategy.createDefault();
    }
}
