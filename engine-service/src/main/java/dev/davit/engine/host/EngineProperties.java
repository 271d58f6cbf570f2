package dev.davit.engine.host;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the engine.
 *
 * @param runtimePath the executor; null: {@code davit-runtime} beside the service's jar, or of the build
 * @param foreignRuntime another OCI runtime (runc, crun) that makes the containers, under the executor's monitors; null:
 *     the executor does
 * @param events how many events are kept
 * @param cgroupParent cgroup below which those of containers lie; null: one named like the platform
 * @param usernsRemap whose subordinate ids containers have that do not say {@code --userns=host}: {@code default},
 *     {@code USER} or {@code USER:GROUP}; empty: they have the host's ids
 */
@ConfigurationProperties("davit.engine")
public record EngineProperties(
        @Nullable Path runtimePath,
        @Nullable Path foreignRuntime,
        @DefaultValue("10000") int events,
        @Nullable String cgroupParent,
        @DefaultValue("") String usernsRemap) {}
