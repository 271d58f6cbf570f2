package dev.davit.registry.upstream;

import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The registries whose content is had through this one.
 *
 * @param upstreams each with a namespace of its own
 */
@ConfigurationProperties("davit.registry")
record UpstreamProperties(@DefaultValue List<Upstream> upstreams) {

    /**
     * One of them.
     *
     * @param name the host that users write before their images' names, such as {@code docker.io}; {@code ns} names it
     * @param url where it is
     * @param namespace under which its repositories appear here; null: its name
     * @param library what stands before names without a slash there, as users leave it out; empty: nothing; null:
     *     {@code library} of Docker's, nothing of others
     * @param username with the password of {@code passwordFile}; null: anonymous
     * @param ca a file with certificates of those that are believed; null: those of the JDK
     * @param realms hosts, beside its own domain, to which it may send us for a token, and so the password
     * @param redirects hosts to which it may redirect us although they are private and it is not
     * @param freshness how long a tag is believed before it is looked at again
     * @param limit for what is held of it; null: none
     * @param connectTimeout for a connection
     * @param timeout how long it may be silent
     * @param retries how often a request is repeated, or a blob that was cut gone on with
     * @param mirror what is fetched without anybody asking
     * @param syncInterval how often that is; 0: only when an administrator asks
     */
    record Upstream(
            String name,
            URI url,
            @Nullable String namespace,
            @Nullable String library,
            @Nullable String username,
            @Nullable Path passwordFile,
            @Nullable Path ca,
            @DefaultValue List<String> realms,
            @DefaultValue List<String> redirects,
            @DefaultValue("5m") Duration freshness,
            @Nullable DataSize limit,
            @DefaultValue("10s") Duration connectTimeout,
            @DefaultValue("30s") Duration timeout,
            @DefaultValue("2") int retries,
            @DefaultValue List<Mirror> mirror,
            @DefaultValue("0s") Duration syncInterval) {

        /** Refuses what would not work later. */
        Upstream {
            if (name == null || !name.matches("[A-Za-z0-9._:-]{1,200}")) {
                throw invalid("name", "a host name, with a port if it has one");
            }
            if (url == null
                    || url.getHost() == null
                    || url.getUserInfo() != null
                    || url.getRawQuery() != null
                    || !String.valueOf(url.getPath()).matches("/?")
                    || !String.valueOf(url.getScheme()).matches("https?")) {
                throw invalid("url", "https://host or http://host, without a path; its password is in password-file");
            }
            namespace = namespace == null ? name.toLowerCase(Locale.ROOT).replace(':', '-') : namespace;
            namespace = namespace.endsWith("/") ? namespace.substring(0, namespace.length() - 1) : namespace;
            library = library != null ? library : name.equalsIgnoreCase("docker.io") ? "library" : "";
            check("namespace", namespace);
            check("library", library.isEmpty() ? namespace : library);
            if ((username == null) != (passwordFile == null)) {
                throw invalid("username", "together with password-file");
            }
            if (mirror.stream().anyMatch(wanted -> wanted.repository() == null)) {
                throw invalid("mirror[]", "each with its repository");
            }
            if (retries < 0 || freshness.isNegative() || !timeout.isPositive() || !connectTimeout.isPositive()) {
                throw invalid("timeout", "positive, as is connect-timeout; freshness and retries are not negative");
            }
        }

        private static void check(String setting, String name) {
            try {
                Route.valid(name);
            } catch (RegistryError wrong) {
                throw invalid(setting, "the beginning of repository names");
            }
        }

        private static IllegalArgumentException invalid(String setting, String wanted) {
            return new IllegalArgumentException("davit.registry.upstreams[]." + setting + ": " + wanted);
        }

        boolean secure() {
            return url.getScheme().equals("https");
        }
    }
}
