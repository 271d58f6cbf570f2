package dev.davit.engine.lifecycle;

import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.storage.UserIds;
import dev.davit.engine.runtime.MonitorProcess;
import org.jspecify.annotations.Nullable;

/** A process that was created and not yet started, as which user, and its connection. */
record Launched(
        MonitorProcess process, UserIds user, @Nullable Sandbox sandbox) {}
