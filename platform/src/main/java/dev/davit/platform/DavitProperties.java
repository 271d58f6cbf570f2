package dev.davit.platform;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where this platform lives; two platforms on one host differ in all three.
 *
 * @param name of the platform: prefix of its bridge, its nftables table and its cgroup
 * @param runDir sockets and run-time files, gone after a reboot
 * @param stateDir what lasts
 */
@ConfigurationProperties("davit")
public record DavitProperties(
        @DefaultValue("davit") String name,
        @DefaultValue("/run/davit") Path runDir,
        @DefaultValue("/var/lib/davit") Path stateDir) {

    /** The inner socket of a service such as {@code engine}. */
    public Path socket(String service) {
        return runDir.resolve(service).resolve(service + ".sock");
    }

    /** The folder in which a service keeps what lasts. */
    public Path state(String service) {
        return stateDir.resolve(service);
    }

    /** The folder for a service's run-time files. */
    public Path run(String service) {
        return runDir.resolve(service);
    }
}
