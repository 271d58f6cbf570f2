package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.Healthcheck;
import dev.davit.contracts.engine.ProcessSpec;
import dev.davit.gateway.api.Json;
import dev.davit.platform.id.Ids;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Docker's {@code Config} of a container. */
final class ConfigJson {

    private ConfigJson() {}

    static Map<String, @Nullable Object> of(Container container) {
        ContainerSpec spec = container.spec();
        ProcessSpec process = spec.process();
        String hostname = spec.hostname();
        String domainname = spec.domainname();
        List<String> exposed = spec.network().exposedPorts();
        Json json = Json.object()
                .put("Hostname", hostname == null ? Ids.shortId(container.id()) : hostname)
                .put("Domainname", domainname == null ? "" : domainname)
                .put("User", process.user())
                .put("AttachStdin", process.attachStdin())
                .put("AttachStdout", process.attachStdout())
                .put("AttachStderr", process.attachStderr())
                .putUnlessEmpty("ExposedPorts", Json.set(exposed))
                .put("Tty", process.tty())
                .put("OpenStdin", process.openStdin())
                .put("StdinOnce", process.stdinOnce())
                .put("Env", process.env())
                .put("Cmd", process.command());
        Healthcheck check = spec.healthcheck();
        if (check != null) {
            json.put("Healthcheck", healthcheck(check));
        }
        return json.put("Image", spec.image())
                .put("Volumes", spec.volumes().isEmpty() ? null : Json.set(spec.volumes()))
                .put("WorkingDir", process.workingDir())
                .put("Entrypoint", process.entrypoint())
                .putUnlessEmpty("NetworkDisabled", spec.network().disabled())
                .putUnlessEmpty("MacAddress", spec.network().macAddress())
                .put("OnBuild", null)
                .put("Labels", spec.labels())
                .putUnlessEmpty("StopSignal", spec.stopSignal())
                .putUnlessEmpty("StopTimeout", spec.stopTimeout())
                .map();
    }

    static Json healthcheck(Healthcheck check) {
        return Json.object()
                .putUnlessEmpty("Test", check.test())
                .putUnlessEmpty("Interval", check.interval())
                .putUnlessEmpty("Timeout", check.timeout())
                .putUnlessEmpty("StartPeriod", check.startPeriod())
                .putUnlessEmpty("StartInterval", check.startInterval())
                .putUnlessEmpty("Retries", check.retries());
    }
}
