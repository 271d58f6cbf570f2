package dev.davit.storage.distribution;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Proxies from HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as in dockerd. Loopback is never proxied. */
final class EnvironmentProxies extends ProxySelector {

    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String proxy = variable(uri.getScheme() + "_proxy");
        String host = uri.getHost();
        if (proxy.isEmpty() || host == null || Hosts.isLoopback(host) || isExcepted(uri)) {
            return List.of(Proxy.NO_PROXY);
        }
        URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        return List.of(
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), Hosts.port(address))));
    }

    private boolean isExcepted(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        for (String entry : variable("no_proxy").split(",", -1)) {
            String pattern = entry.strip().toLowerCase(Locale.ROOT);
            String domain = pattern.startsWith("*") ? pattern.substring(1) : pattern;
            if (domain.isEmpty() && !pattern.equals("*")) {
                continue;
            }
            if (pattern.equals("*")
                    || host.equals(domain)
                    || (host + ":" + Hosts.port(uri)).equals(domain)
                    || host.endsWith(domain.startsWith(".") ? domain : "." + domain)) {
                return true;
            }
        }
        return false;
    }

    private String variable(String name) {
        String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
        return upper.isEmpty() ? environment.getOrDefault(name, "") : upper;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request itself reports it
    }
}
