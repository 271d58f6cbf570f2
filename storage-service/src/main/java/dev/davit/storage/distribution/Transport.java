package dev.davit.storage.distribution;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Sends single requests: no redirects, no credentials of its own, no retries. One HTTP client a kind of trust. */
final class Transport implements AutoCloseable {

    private static final int PATIENCE = 10; // a registry may copy a large blob before it answers a write

    private static final String PLAIN = "http";
    private static final String PUBLIC = "";
    private static final String ANY = "*";

    private final DistributionProperties properties;
    private final Endpoints endpoints;
    private final Map<String, CloseableHttpClient> clients = new ConcurrentHashMap<>();

    Transport(DistributionProperties properties, Endpoints endpoints) {
        this.properties = properties;
        this.endpoints = endpoints;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    DistributionProperties properties() {
        return properties;
    }

    /** Sends {@code call} to {@code uri}, with credentials if there are any. */
    Answer send(Call call, URI uri, @Nullable String authorization) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), uri);
        for (Header header : call.headers()) {
            request.addHeader(header);
        }
        if (authorization != null) {
            request.setHeader("Authorization", authorization);
        }
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            request.setConfig(requests(properties.idleTimeout().multipliedBy(PATIENCE)));
        }
        if (call.body() != null) {
            request.setEntity(call.body().open());
        }
        HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        try {
            ClassicHttpResponse response = client(uri).executeOpen(host, request, null);
            return new Answer(request, uri, response);
        } catch (CancellationException interrupted) {
            throw (IOException) new InterruptedIOException("context canceled").initCause(interrupted);
        }
    }

    private CloseableHttpClient client(URI uri) {
        String trust = trust(uri);
        return clients.computeIfAbsent(
                trust,
                kind -> client(
                        switch (kind) {
                            case PLAIN -> Tls.none();
                            case PUBLIC -> Tls.publicAuthorities();
                            case ANY -> Tls.anything();
                            default -> Tls.authorities(properties.certificates().resolve(kind));
                        }));
    }

    private String trust(URI uri) {
        if ("http".equals(uri.getScheme())) {
            return PLAIN;
        }
        String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        Path own = properties.certificates().resolve(host);
        if (Files.isDirectory(own)) {
            return host;
        }
        return endpoints.isInsecure(uri) ? ANY : PUBLIC;
    }

    private CloseableHttpClient client(TlsSocketStrategy tls) {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls)
                .setMaxConnTotal(256)
                .setMaxConnPerRoute(64)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                        .setSocketTimeout(Timeout.of(properties.idleTimeout()))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .setIdleTimeout(Timeout.ofSeconds(30))
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(requests(properties.idleTimeout()))
                .setRoutePlanner(new SystemDefaultRoutePlanner(new EnvironmentProxies(System.getenv())))
                .setUserAgent("davit")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression() // digests are of the bytes as they are
                .disableAuthCaching()
                .build();
    }

    private static RequestConfig requests(Duration patience) {
        return RequestConfig.custom()
                .setAuthenticationEnabled(false)
                .setResponseTimeout(Timeout.of(patience))
                .build();
    }

    @Override
    public void close() throws IOException {
        for (CloseableHttpClient client : clients.values()) {
            client.close();
        }
    }
}
