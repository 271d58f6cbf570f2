package dev.davit.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes the platform listen on {@code davit.registry.address:port}, and on {@code [::1]} beside {@code 127.0.0.1}:
 * clients may resolve {@code localhost} to either. Settings of {@code davit.server.tcp} replace both.
 */
public class LoopbackListeners implements EnvironmentPostProcessor {

    private static final String LOOPBACK = "127.0.0.1";

    /** Spring's. */
    public LoopbackListeners() {}

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String address = environment.getProperty("davit.registry.address", LOOPBACK);
        int port = environment.getProperty("davit.registry.port", Integer.class, 5000);
        Map<String, Object> listeners = new LinkedHashMap<>();
        listen(listeners, 0, address, port);
        // Port 0 would give each its own.
        if (address.equals(LOOPBACK) && port != 0 && canListen("::1", port)) {
            listen(listeners, 1, "::1", port);
        }
        environment.getPropertySources().addLast(new MapPropertySource("registryListeners", listeners));
    }

    private static void listen(Map<String, Object> listeners, int index, String address, int port) {
        listeners.put("davit.server.tcp[" + index + "].address", address);
        listeners.put("davit.server.tcp[" + index + "].port", port);
    }

    // A host without IPv6, or one where somebody else holds this port of it, still has its registry.
    private static boolean canListen(String address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException absent) {
            return false;
        }
    }
}
