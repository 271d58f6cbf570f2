package dev.davit.engine.userns;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.Security;
import dev.davit.contracts.storage.IdMappings;
import dev.davit.engine.host.EngineProperties;
import dev.davit.platform.error.DavitException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who gets a user namespace; the texts are those of dockerd. */
@Component
public class UserNamespaces {

    private final Remap remap = new Remap(new Accounts(Path.of("/etc")));
    private final @Nullable IdMappings usual;

    UserNamespaces(EngineProperties properties) {
        this.usual = properties.usernsRemap().isEmpty() ? null : remap.mappings(properties.usernsRemap());
    }

    /** Whether containers have one unless they ask for none. */
    public boolean remapped() {
        return usual != null;
    }

    /** The ids of a new container; null: it has those of the host. */
    public @Nullable IdMappings of(ContainerSpec spec) {
        IdMappings ids = switch (spec.security().usernsMode()) {
            case "" -> usual;
            case "host" -> null;
            case "private" -> usual == null ? lent() : usual;
            default ->
                throw DavitException.invalid(
                        "invalid USER mode: " + spec.security().usernsMode());
        };
        if (ids != null) {
            check(spec);
        }
        return ids;
    }

    // Looked up each time: an administrator may have added the range just now.
    private IdMappings lent() {
        try {
            return remap.mappings("default");
        } catch (IllegalStateException missing) {
            throw DavitException.invalid(
                    "a user namespace for this container is not possible: " + missing.getMessage());
        }
    }

    private static void check(ContainerSpec spec) {
        Security security = spec.security();
        if (security.privileged()) {
            throw DavitException.invalid("privileged mode is incompatible with user namespaces.  You must run the"
                    + " container in the host namespace when running privileged mode");
        }
        if (spec.network().mode().equals("host")) {
            throw DavitException.invalid("cannot share the host's network namespace when user namespaces are enabled");
        }
        if (security.pidMode().equals("host")) {
            throw DavitException.invalid("cannot share the host PID namespace when user namespaces are enabled");
        }
    }

    /** The host's user that is root in such a container. */
    public static long rootUid(IdMappings ids) {
        return ids.uids().getFirst().host();
    }

    /** The host's group that is root's in such a container. */
    public static long rootGid(IdMappings ids) {
        return ids.gids().getFirst().host();
    }
}
