package dev.davit.contracts.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container may do. Namespace modes are {@code private}, {@code host}, {@code container:ID} or empty for the
 * default.
 *
 * @param securityOptions {@code no-new-privileges}, {@code seccomp=unconfined}, {@code seccomp=JSON}, …
 * @param maskedPaths null for the default list
 * @param readonlyPaths null for the default list
 * @param runtime name of the OCI runtime; empty for the default
 * @param init null for the daemon's default
 */
public record Security(
        boolean privileged,
        boolean readonlyRootfs,
        List<String> capAdd,
        List<String> capDrop,
        List<String> groupAdd,
        List<String> securityOptions,
        String pidMode,
        String ipcMode,
        String utsMode,
        String cgroupnsMode,
        String usernsMode,
        String cgroupParent,
        Map<String, String> sysctls,
        @Nullable List<String> maskedPaths,
        @Nullable List<String> readonlyPaths,
        String runtime,
        @Nullable Boolean init) {}
