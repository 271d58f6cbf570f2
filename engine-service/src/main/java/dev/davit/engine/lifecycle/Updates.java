package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.Resources;
import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.contracts.engine.UpdateSpec;
import dev.davit.engine.bundle.Bundles;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Names;
import dev.davit.engine.container.SpecRules;
import dev.davit.engine.runtime.OciRuntime;
import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes what containers are to be. */
@Component
public class Updates {

    private final Containers containers;
    private final OciRuntime runtime;
    private final Bundles bundles;

    Updates(Containers containers, OciRuntime runtime, Bundles bundles) {
        this.containers = containers;
        this.runtime = runtime;
        this.bundles = bundles;
    }

    /** Gives a container another name. */
    public void rename(LiveContainer container, String name) {
        if (name.isEmpty()) {
            throw DavitException.invalid("Neither old nor new names may be empty");
        }
        String checked = Names.check(name);
        container.lock().lock();
        try {
            if (checked.equals(container.name())) {
                throw DavitException.invalid("Renaming a container with the same name as its current name");
            }
            containers.rename(container, checked);
        } finally {
            container.lock().unlock();
        }
    }

    /** Changes limits and restart policy; answers warnings. */
    public List<String> update(LiveContainer container, UpdateSpec update) {
        container.lock().lock();
        try {
            ContainerSpec spec = container.definition().spec();
            Resources resources = merge(spec.resources(), update.resources());
            RestartPolicy restart =
                    update.restart() == null || update.restart().name().isEmpty() ? spec.restart() : update.restart();
            SpecRules.checkResources(resources);
            SpecRules.checkRestart(restart, spec.autoRemove());
            if (container.observed().alive() && update.resources() != null) {
                apply(container, resources);
            }
            containers.define(container, container.definition().with(resources, restart));
            return List.of();
        } finally {
            container.lock().unlock();
        }
    }

    private void apply(LiveContainer container, Resources resources) {
        try {
            runtime.update(container.id(), bundles.resources(resources));
        } catch (IOException | RuntimeFailure failure) {
            throw DavitException.internal(
                    "Cannot update container " + container.id() + ": " + failure.getMessage(), failure);
        }
    }

    private static Resources merge(Resources is, @Nullable Resources asked) {
        if (asked == null) {
            return is;
        }
        boolean shares = asked.cpuPeriod() != 0 || asked.cpuQuota() != 0;
        return new Resources(
                either(asked.memory(), is.memory()),
                either(asked.memoryReservation(), is.memoryReservation()),
                either(asked.memorySwap(), is.memorySwap()),
                asked.memorySwappiness() == null ? is.memorySwappiness() : asked.memorySwappiness(),
                shares ? 0 : either(asked.nanoCpus(), is.nanoCpus()),
                either(asked.cpuShares(), is.cpuShares()),
                asked.nanoCpus() != 0 ? 0 : either(asked.cpuPeriod(), is.cpuPeriod()),
                asked.nanoCpus() != 0 ? 0 : either(asked.cpuQuota(), is.cpuQuota()),
                asked.cpusetCpus().isEmpty() ? is.cpusetCpus() : asked.cpusetCpus(),
                asked.cpusetMems().isEmpty() ? is.cpusetMems() : asked.cpusetMems(),
                either(asked.pidsLimit(), is.pidsLimit()),
                asked.blkioWeight() == 0 ? is.blkioWeight() : asked.blkioWeight(),
                is.oomKillDisable(),
                is.oomScoreAdj(),
                is.shmSize(),
                is.ulimits(),
                is.devices());
    }

    private static long either(long asked, long is) {
        return asked == 0 ? is : asked;
    }
}
