package dev.davit.platform.server;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a service listens.
 *
 * @param socket unix socket; null: the TCP port of {@code server.port} instead (tests)
 * @param permissions of the socket, as in {@code rw-rw----}; its folder must be private until it is bound
 * @param mutualTls whether every TCP listener, on loopback too, lets in only clients with a certificate
 * @param tcp further listeners
 */
@ConfigurationProperties("davit.server")
public record ServerProperties(
        @Nullable Path socket,
        @DefaultValue("rw-rw----") String permissions,
        @DefaultValue("false") boolean mutualTls,
        @DefaultValue List<Tcp> tcp) {

    /**
     * A TCP listener. Anything but loopback needs a certificate.
     *
     * @param certificate PEM file; null: no TLS
     * @param certificateKey PEM file
     * @param clientAuthority PEM file of the authority whose clients are let in; null: every client
     */
    public record Tcp(
            String address,
            int port,
            @Nullable Path certificate,
            @Nullable Path certificateKey,
            @Nullable Path clientAuthority) {}
}
