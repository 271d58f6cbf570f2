package dev.davit.registry.revocation;

import dev.davit.registry.outbound.GuardedNames;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Goes where strangers' certificates say: to public addresses and those that were allowed, without redirects, and no
 * longer, nor for more bytes, than it was told. A pull waits for it.
 */
final class BoundedClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Timeout SILENCE = Timeout.ofSeconds(2);
    private static final int CONNECTIONS = 16;

    private final CloseableHttpClient client;

    BoundedClient(List<String> hosts) {
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new GuardedNames(null, hosts, SystemDefaultDnsResolver.INSTANCE))
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(SILENCE)
                                .setSocketTimeout(SILENCE)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setConnectionRequestTimeout(SILENCE)
                        .setResponseTimeout(SILENCE)
                        .build())
                .setUserAgent("davit")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression() // a few bytes might become many
                .build();
    }

    byte[] send(HttpUriRequestBase request, int limit) throws IOException {
        Thread watch = Thread.startVirtualThread(() -> cancelLate(request));
        try {
            return client.execute(request, response -> {
                HttpEntity entity = response.getEntity();
                byte[] content = entity == null || response.getCode() != 200
                        ? new byte[0]
                        : entity.getContent().readNBytes(limit + 1);
                if (content.length == 0 || content.length > limit) {
                    request.cancel(); // closing alone would read on to the end
                    throw new IOException(
                            "it answers with status " + response.getCode() + " and not with 1 to " + limit + " bytes");
                }
                return content;
            });
        } finally {
            watch.interrupt();
        }
    }

    // Timeouts are of silences: a server that sends a byte each second would keep a pull for ever.
    private static void cancelLate(HttpUriRequestBase request) {
        try {
            Thread.sleep(PATIENCE);
            request.cancel();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
