package dev.davit.platform.client;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.Problem;
import dev.davit.platform.request.RequestIdFilter;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
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
        // No interceptors: they would buffer request bodies.
        RestClient client = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(overSocket(socket)))
                .baseUrl("http://" + service)
                .configureMessageConverters(converters ->
                        converters.registerDefaults().withJsonConverter(new JacksonJsonHttpMessageConverter(json)))
                .requestInitializer(ServiceClients::passRequestId)
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
                    throw Problem.read(
                            response.getStatusCode().value(), response.getBody().readAllBytes(), json);
                })
                .build();
        T proxy = HttpServiceProxyFactory.builderFor(new StreamingAdapter(client, json))
                .build()
                .createClient(contract);
        return sayingWhoIsAway(contract, proxy, service + " service does not answer on " + socket);
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

    private static void passRequestId(ClientHttpRequest request) {
        String id = MDC.get(RequestIdFilter.KEY);
        if (id != null) {
            request.getHeaders().set(RequestIdFilter.HEADER, id);
        }
    }

    private static <T> T sayingWhoIsAway(Class<T> contract, T client, String message) {
        Object proxy = Proxy.newProxyInstance(
                contract.getClassLoader(),
                new Class<?>[] {contract},
                (self, method, arguments) -> invoke(client, method, arguments, message));
        return contract.cast(proxy);
    }

    private static @Nullable Object invoke(Object client, Method method, Object @Nullable [] arguments, String message)
            throws Throwable {
        try {
            return method.invoke(client, plainStreams(arguments));
        } catch (InvocationTargetException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof ResourceAccessException away) {
                throw DavitException.unavailable("the " + message + ": " + away.getMessage(), away);
            }
            throw cause == null ? failure : cause;
        }
    }

    // What a controller received knows a length of its own, and reading that would consume the stream.
    private static Object @Nullable [] plainStreams(Object @Nullable [] arguments) throws IOException {
        if (arguments == null) {
            return null;
        }
        Object[] plain = arguments.clone();
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] instanceof InputStreamResource received) {
                plain[i] = new InputStreamResource(received.getInputStream());
            }
        }
        return plain;
    }
}
