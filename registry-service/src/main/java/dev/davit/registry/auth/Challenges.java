package dev.davit.registry.auth;

import dev.davit.platform.server.ServerProperties;
import dev.davit.registry.access.WhenAuthIsOn;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.stereotype.Component;

/** Tells callers what to come with. */
@Component
@WhenAuthIsOn
class Challenges {

    private static final String HEADER = "WWW-Authenticate";

    private final AuthProperties properties;

    Challenges(AuthProperties properties, ServerProperties server) {
        this.properties = properties;
        boolean remote = server.tcp().stream().anyMatch(tcp -> !isLoopback(tcp.address()));
        if (remote && properties.url() == null && properties.mode() == AuthProperties.Mode.TOKEN) {
            throw new IllegalStateException("davit.registry.auth.url must say on which URL clients reach the registry:"
                    + " it listens on more than loopback, and tells them where tokens are had");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** 401: nothing was said. */
    RegistryError needed(Exchange exchange, Requirement need) {
        return refuse(exchange, need, "", "say who you are: log in");
    }

    /** 401: what was said is not true, or no more. */
    RegistryError wrong(Exchange exchange, Requirement need, boolean token) {
        return refuse(
                exchange,
                need,
                token ? "invalid_token" : "",
                token ? "the token is not valid, or no more" : "the name or the password is wrong");
    }

    /** 401: the token is good for something else. */
    RegistryError narrow(Exchange exchange, Requirement need) {
        return refuse(exchange, need, "insufficient_scope", "the token does not allow this");
    }

    /** 403: no token helps. */
    static RegistryError denied(KnownCaller caller) {
        return new RegistryError(403, ErrorCode.DENIED, caller.name() + " may not do this");
    }

    /** 429: too many wrong passwords. */
    static RegistryError throttled(long seconds) {
        return new RegistryError(429, ErrorCode.TOOMANYREQUESTS, "too many wrong passwords; wait " + seconds + " s")
                .with("Retry-After", String.valueOf(seconds));
    }

    private RegistryError refuse(Exchange exchange, Requirement need, String error, String message) {
        return new RegistryError(401, ErrorCode.UNAUTHORIZED, message).with(HEADER, challenge(exchange, need, error));
    }

    private String challenge(Exchange exchange, Requirement need, String error) {
        if (properties.mode() != AuthProperties.Mode.TOKEN || need instanceof Requirement.Administering) {
            return basic();
        }
        StringBuilder challenge = new StringBuilder("Bearer realm=\"")
                .append(properties.url() == null ? exchange.localUrl() : properties.url())
                .append("/token\",service=\"")
                .append(properties.service())
                .append('"');
        add(challenge, "scope", need.scope());
        add(challenge, "error", error);
        return challenge.toString();
    }

    /** 401: tokens are had with a password only. */
    RegistryError wrongPassword() {
        return new RegistryError(401, ErrorCode.UNAUTHORIZED, "the name or the password is wrong")
                .with(HEADER, basic());
    }

    private String basic() {
        return "Basic realm=\"" + properties.service() + "\"";
    }

    private static void add(StringBuilder challenge, String name, String value) {
        if (!value.isEmpty()) {
            challenge.append(',').append(name).append("=\"").append(value).append('"');
        }
    }
}
