package dev.davit.storage.volume;

import dev.davit.contracts.storage.PruneFilter;
import dev.davit.contracts.storage.Snapshot.AttachedVolume;
import dev.davit.contracts.storage.SnapshotSpec.VolumeMount;
import dev.davit.contracts.storage.Volume;
import dev.davit.contracts.storage.VolumePrune;
import dev.davit.contracts.storage.VolumeSpec;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import dev.davit.storage.kernel.Trees;
import dev.davit.storage.layer.LayerFolders;
import dev.davit.storage.reference.Labels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The volumes of this host, and which containers use them. */
@Component
public class Volumes {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final String ANONYMOUS_LABEL = "com.docker.volume.anonymous";

    private final Kernel kernel;
    private final LocalDriver local;
    private final LayerFolders trash;
    private final VolumeRepository volumes;
    private final VolumeUserRepository users;
    private final TransactionTemplate transactions;
    private final ReentrantLock changing = new ReentrantLock();

    Volumes(
            Kernel kernel,
            LocalDriver local,
            LayerFolders trash,
            VolumeRepository volumes,
            VolumeUserRepository users,
            TransactionTemplate transactions) {
        this.kernel = kernel;
        this.local = local;
        this.trash = trash;
        this.volumes = volumes;
        this.users = users;
        this.transactions = transactions;
    }

    /** Every volume. */
    public List<Volume> all() {
        return volumes.findAll().stream().map(this::shown).toList();
    }

    /** One volume. */
    public Volume one(String name) {
        return volumes.findById(name)
                .map(this::shown)
                .orElseThrow(() -> DavitException.notFound("get " + name + ": no such volume"));
    }

    private Volume shown(VolumeRow row) {
        return new Volume(
                row.getId(),
                row.driver(),
                local.data(row.getId()).toString(),
                row.createdAt(),
                row.labels(),
                row.options(),
                row.anonymous(),
                users.findByVolume(row.getId()).stream()
                        .map(VolumeUserRow::snapshotId)
                        .distinct()
                        .toList());
    }

    /** Makes a volume; one of that name is answered as it is. */
    public Volume create(VolumeSpec spec) {
        String name = spec.name();
        VolumeRow row = locked(() -> name == null || name.isEmpty()
                ? anonymous(spec.driver(), spec.options(), spec.labels())
                : named(name, spec.driver(), spec.options(), spec.labels()));
        return shown(row);
    }

    private VolumeRow anonymous(@Nullable String driver, Map<String, String> options, Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put(ANONYMOUS_LABEL, "");
        return make(Ids.random(), driver, options, all, true);
    }

    private VolumeRow named(
            String name, @Nullable String driver, Map<String, String> options, Map<String, String> labels) {
        Optional<VolumeRow> there = volumes.findById(name);
        return there.orElseGet(() -> make(name, driver, options, labels, false));
    }

    private VolumeRow make(
            String name,
            @Nullable String driver,
            Map<String, String> options,
            Map<String, String> labels,
            boolean anonymous) {
        if (driver != null && !driver.isEmpty() && !driver.equals(LocalDriver.NAME)) {
            throw DavitException.notFound("create " + name + ": error looking up volume plugin " + driver
                    + ": plugin \"" + driver + "\" not found");
        }
        if (name.length() == 1) {
            throw DavitException.invalid("create " + name
                    + ": volume name is too short, names should be at least two alphanumeric characters");
        }
        if (!NAME.matcher(name).matches() || name.length() > 255) {
            throw DavitException.invalid("create " + name + ": \"" + name
                    + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are"
                    + " allowed. If you intended to pass a host directory, use absolute path");
        }
        try {
            local.check(options);
        } catch (DavitException wrong) {
            throw DavitException.invalid("create " + name + ": " + wrong.message());
        }
        local.make(name);
        return volumes.saveAndFlush(
                new VolumeRow(name, options, labels, anonymous, Instant.now().truncatedTo(ChronoUnit.MICROS)));
    }

    /** Deletes a volume that nobody uses. */
    public void remove(String name, boolean force) {
        locked(() -> {
            if (volumes.findById(name).isEmpty()) {
                if (force) {
                    return false;
                }
                throw DavitException.notFound("get " + name + ": no such volume");
            }
            List<String> inUse = users.findByVolume(name).stream()
                    .map(VolumeUserRow::snapshotId)
                    .distinct()
                    .toList();
            if (!inUse.isEmpty()) {
                throw DavitException.conflict(
                        "remove " + name + ": volume is in use - [" + String.join(", ", inUse) + "]");
            }
            delete(name);
            return true;
        });
    }

    private void delete(String name) {
        local.unmount(name);
        volumes.deleteById(name);
        trash.remove(local.folder(name));
    }

    /** Deletes volumes that nobody uses. */
    public VolumePrune prune(PruneFilter filter) {
        return locked(() -> {
            List<String> removed = new ArrayList<>();
            long space = 0;
            for (VolumeRow row : volumes.findAll()) {
                if ((filter.all() || row.anonymous())
                        && Labels.fit(filter, row.labels())
                        && (filter.until() == null || row.createdAt().isBefore(filter.until()))
                        && users.findByVolume(row.getId()).isEmpty()) {
                    space += size(row.getId());
                    delete(row.getId());
                    removed.add(row.getId());
                }
            }
            return new VolumePrune(List.copyOf(removed), space);
        });
    }

    /** Bytes of the files of a volume. */
    public long size(String name) {
        try (Fd data = kernel.open(Raw.raw(local.data(name).toString()), Open.READ | Open.DIRECTORY)) {
            return Trees.size(kernel, data);
        } catch (KernelException gone) {
            return 0;
        }
    }

    /** Gives a container, in the caller's transaction, the volumes that it wants. */
    public List<AttachedVolume> attach(String container, List<VolumeMount> mounts) {
        return locked(() -> {
            List<AttachedVolume> attached = new ArrayList<>();
            for (VolumeMount mount : mounts) {
                String name = mount.name();
                boolean anonymous = name == null || name.isEmpty();
                VolumeRow row = anonymous
                        ? anonymous(mount.driver(), mount.options(), mount.labels())
                        : named(String.valueOf(name), mount.driver(), mount.options(), mount.labels());
                users.save(new VolumeUserRow(container, row.getId(), mount.target(), anonymous));
                attached.add(attached(row.getId(), row.driver(), mount.target(), anonymous));
            }
            return List.copyOf(attached);
        });
    }

    private AttachedVolume attached(String name, String driver, String target, boolean anonymous) {
        return new AttachedVolume(name, driver, local.data(name).toString(), target, anonymous);
    }

    /** The volumes of a container. */
    public List<AttachedVolume> of(String container) {
        return users.findBySnapshotId(container).stream()
                .map(user -> attached(user.volume(), LocalDriver.NAME, user.target(), user.anonymous()))
                .toList();
    }

    /** Deletes the anonymous ones of a container that is gone, unless another uses them. */
    public void removeAnonymous(List<AttachedVolume> attached) {
        locked(() -> {
            for (AttachedVolume volume : attached) {
                if (volume.anonymous() && users.findByVolume(volume.name()).isEmpty()) {
                    delete(volume.name());
                }
            }
            return true;
        });
    }

    /** Mounts what the options of a volume say; most have none. */
    public void mount(AttachedVolume volume) {
        volumes.findById(volume.name()).ifPresent(row -> local.mount(row.getId(), row.options()));
    }

    /** Unmounts it again. */
    public void unmount(AttachedVolume volume) {
        local.unmount(volume.name());
    }

    /** Whether something has to be mounted before the volume can be used. */
    public boolean hasOptions(AttachedVolume volume) {
        return volumes.findById(volume.name())
                .map(row -> !row.options().isEmpty())
                .orElse(false);
    }

    private <T> T locked(Supplier<T> work) {
        changing.lock();
        try {
            return Objects.requireNonNull(transactions.execute(status -> work.get()));
        } finally {
            changing.unlock();
        }
    }
}
