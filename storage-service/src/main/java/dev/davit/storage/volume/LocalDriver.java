package dev.davit.storage.volume;

import dev.davit.platform.error.DavitException;
import dev.davit.storage.blob.StorageFolders;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Mount;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Docker's {@code local} driver: a folder of the host, or something mounted on it by its options. */
@Component
class LocalDriver {

    static final String NAME = "local";

    private static final Set<String> OPTIONS = Set.of("type", "o", "device", "size");
    private static final String DATA = "_data";

    private final Kernel kernel;
    private final Path volumes;

    LocalDriver(Kernel kernel, StorageFolders folders) {
        this.kernel = kernel;
        this.volumes = folders.open("volumes");
    }

    void check(Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!OPTIONS.contains(key)) {
                throw DavitException.invalid("invalid option: \"" + key + "\"");
            }
        }
        if (options.containsKey("size")) {
            throw DavitException.invalid("quota size requested but no quota support");
        }
        for (String required : List.of("device", "type")) {
            if (!options.isEmpty() && options.getOrDefault(required, "").isEmpty()) {
                throw DavitException.invalid("missing required option: \"" + required + "\"");
            }
        }
    }

    Path folder(String name) {
        return volumes.resolve(name);
    }

    Path data(String name) {
        return folder(name).resolve(DATA);
    }

    void make(String name) {
        try {
            Files.createDirectories(folder(name));
            Files.setPosixFilePermissions(folder(name), PosixFilePermissions.fromString("rwx-----x"));
            Files.createDirectories(data(name));
            Files.setPosixFilePermissions(data(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make volume " + name, failure);
        }
    }

    boolean mounted(String name) {
        try (Fd data = kernel.open(Raw.raw(data(name).toString()), Open.PATH | Open.DIRECTORY)) {
            return kernel.stat(data, "").mountRoot();
        } catch (KernelException failure) {
            if (failure.is(Errno.ENOENT)) {
                return false;
            }
            throw failure;
        }
    }

    /** Mounts what the options say. What they hold, passwords too, is never in an error. */
    void mount(String name, Map<String, String> options) {
        if (options.isEmpty() || mounted(name)) {
            return;
        }
        MountWords words = MountWords.of(options.getOrDefault("o", ""));
        String device = options.getOrDefault("device", "");
        String target = Raw.raw(data(name).toString());
        try {
            String type = options.getOrDefault("type", "");
            boolean bind = (words.flags() & Mount.BIND) != 0;
            kernel.mount(Raw.raw(device), target, bind ? "none" : type, words.flags(), Raw.raw(resolved(words.data())));
            if (bind && (words.flags() & ~(Mount.BIND | Mount.RECURSIVE)) != 0) {
                kernel.mount("none", target, "none", words.flags() | Mount.REMOUNT, "");
            }
        } catch (KernelException failure) {
            throw DavitException.internal(
                    "error while mounting volume '" + data(name) + "': failed to mount local volume: mount " + device
                            + ":" + data(name) + ": " + failure.reason(),
                    failure);
        }
    }

    // The kernel knows no names of hosts.
    private static String resolved(String data) {
        StringBuilder all = new StringBuilder();
        for (String word : data.split(",", -1)) {
            String value = word;
            if (word.startsWith("addr=")) {
                try {
                    value = "addr=" + InetAddress.getByName(word.substring(5)).getHostAddress();
                } catch (UnknownHostException unknown) {
                    throw DavitException.invalid(
                            "error resolving passed in network volume address: " + word.substring(5));
                }
            }
            all.append(all.isEmpty() ? "" : ",").append(value);
        }
        return all.toString();
    }

    void unmount(String name) {
        if (mounted(name)) {
            kernel.unmount(Raw.raw(data(name).toString()));
        }
    }
}
