package dev.davit.engine.container;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.NetworkSpec;
import dev.davit.contracts.engine.ProcessSpec;
import dev.davit.contracts.storage.ImageConfig;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Docker makes of a request and its image's configuration: the request wins, the image fills in. */
final class ImageMerge {

    private ImageMerge() {}

    static ContainerSpec merge(ContainerSpec asked, ImageConfig image, String id) {
        ProcessSpec process = process(asked.process(), image);
        if (commandLine(process).isEmpty()) {
            throw DavitException.invalid("no command specified");
        }
        return new ContainerSpec(
                asked.image(),
                asked.platform(),
                process,
                hostname(asked, id),
                asked.domainname(),
                labels(asked.labels(), image.labels()),
                asked.annotations(),
                asked.mounts(),
                union(asked.volumes(), image.volumes()),
                asked.resources(),
                asked.security(),
                network(asked.network(), image),
                asked.restart(),
                asked.log(),
                HealthcheckMerge.merge(asked.healthcheck(), image.healthcheck()),
                asked.stopSignal() == null ? image.stopSignal() : asked.stopSignal(),
                asked.stopTimeout(),
                asked.autoRemove());
    }

    /** The executable and its arguments. */
    static List<String> commandLine(ProcessSpec process) {
        return Stream.of(process.entrypoint(), process.command())
                .flatMap(words -> words == null ? Stream.empty() : words.stream())
                .toList();
    }

    private static ProcessSpec process(ProcessSpec asked, ImageConfig image) {
        List<String> entrypoint = asked.entrypoint();
        List<String> command = asked.command();
        if (entrypoint == null) {
            entrypoint = image.entrypoint();
            command = isEmpty(command) ? image.command() : command;
        }
        return new ProcessSpec(
                orNull(entrypoint),
                orNull(command),
                environment(asked.env(), image.env()),
                asked.user().isEmpty() ? image.user() : asked.user(),
                asked.workingDir().isEmpty() ? image.workingDir() : asked.workingDir(),
                asked.tty(),
                asked.openStdin(),
                asked.stdinOnce(),
                asked.attachStdin(),
                asked.attachStdout(),
                asked.attachStderr(),
                asked.consoleRows(),
                asked.consoleColumns());
    }

    // Docker's clients clear an entrypoint by one empty word.
    private static @Nullable List<String> orNull(@Nullable List<String> words) {
        return words == null || words.isEmpty() || words.equals(List.of("")) ? null : words;
    }

    private static boolean isEmpty(@Nullable List<String> words) {
        return words == null || words.isEmpty();
    }

    // The client's variables first, then those of the image that it does not name.
    private static List<String> environment(List<String> asked, List<String> image) {
        Set<String> names = asked.stream().map(ImageMerge::variable).collect(Collectors.toSet());
        List<String> merged = new ArrayList<>(asked);
        image.stream().filter(entry -> !names.contains(variable(entry))).forEach(merged::add);
        return List.copyOf(merged);
    }

    private static String variable(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0 ? entry : entry.substring(0, equals);
    }

    private static @Nullable String hostname(ContainerSpec asked, String id) {
        String mode = asked.network().mode();
        if (asked.hostname() != null && !asked.hostname().isEmpty()) {
            return asked.hostname();
        }
        return mode.equals("host") || mode.startsWith("container:") ? asked.hostname() : Ids.shortId(id);
    }

    private static Map<String, String> labels(Map<String, String> asked, Map<String, String> image) {
        Map<String, String> merged = new LinkedHashMap<>(image);
        merged.putAll(asked);
        return merged;
    }

    private static NetworkSpec network(NetworkSpec asked, ImageConfig image) {
        return new NetworkSpec(
                asked.mode(),
                asked.ports(),
                union(asked.exposedPorts(), image.exposedPorts()),
                asked.publishAll(),
                asked.endpoints(),
                asked.dns(),
                asked.dnsSearch(),
                asked.dnsOptions(),
                asked.extraHosts(),
                asked.links(),
                asked.macAddress(),
                asked.disabled());
    }

    private static List<String> union(List<String> first, List<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
