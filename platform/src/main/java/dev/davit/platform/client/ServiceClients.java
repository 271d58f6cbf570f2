package dev.davit.platform.client;

import java.nio.file.Path;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import tools.jackson.databind.json.JsonMapper;

/** Makes clients of the contracts over unix sockets. A failure of the other side is thrown as it was there. */
public class ServiceClients {

    private static final int CONNECTIONS = 10_000; // each attached client and followed log holds one

    private final JsonMapper json;

    /** Clients that read and write with {@code json}. */
    public ServiceClients(JsonMapper json) {
        this.json = json;
    }

    /**
     * A client of {@code contract}.
     *
     * @param service its name, for error messages
     */
    public <T> T create(Class<T> contract, String service, Path socket) {
        SocketAdapter adapter = new SocketAdapter(
                overSocket(socket),
                new HttpHost("http", service),
                json,
                "the " + service + " service does not answer on " + socket);
        return HttpServiceProxyFactory.builderFor(adapter).build().createClient(contract);
    }

    private static CloseableHttpClient overSocket(Path socket) {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofSeconds(5))
                        .setSocketTimeout(Timeout.DISABLED)
                        .setTimeToLive(TimeValue.ofMinutes(10))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                        .setIdleTimeout(Timeout.ofSeconds(15)) // the peer closes after 20 s
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setUnixDomainSocket(socket)
                        .setResponseTimeout(Timeout.DISABLED) // a wait lasts as long as its container
                        .build())
                .addExecInterceptorFirst("abort-on-close", new AbortOnClose())
                .setRetryStrategy(new RetryBrokenConnections())
                .disableCookieManagement()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }
}
