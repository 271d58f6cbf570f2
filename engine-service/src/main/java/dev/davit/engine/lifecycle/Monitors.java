package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.LogSpec;
import dev.davit.contracts.engine.ProcessSpec;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.host.EnginePaths;
import dev.davit.engine.runtime.MonitorSpec;
import dev.davit.platform.error.DavitException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the monitor of a container is told. */
final class Monitors {

    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([kmgt]?)i?b?");

    private Monitors() {}

    static MonitorSpec of(LiveContainer container, Path folder, EnginePaths paths) {
        ProcessSpec process = container.definition().spec().process();
        return new MonitorSpec(
                container.id(),
                folder,
                null,
                log(container.definition().spec().log(), paths.log(container.id())),
                process.tty(),
                process.openStdin(),
                process.stdinOnce(),
                process.consoleRows(),
                process.consoleColumns());
    }

    private static MonitorSpec.@Nullable Log log(LogSpec log, Path file) {
        if (log.driver().equals("none")) {
            return null;
        }
        String size = log.options().getOrDefault("max-size", "");
        String files = log.options().getOrDefault("max-file", "1");
        return new MonitorSpec.Log(file, size.isEmpty() || size.equals("-1") ? 0 : bytes(size), count(files));
    }

    private static int count(String files) {
        if (!files.matches("[1-9]\\d{0,4}")) {
            throw DavitException.invalid("max-file cannot be less than 1: " + files);
        }
        return Integer.parseInt(files);
    }

    static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw DavitException.invalid("invalid size: '" + size + "'");
        }
        int power = "_kmgt"
                .indexOf(matcher.group(2).isEmpty() ? '_' : matcher.group(2).charAt(0));
        return Long.parseLong(matcher.group(1)) << (10 * power);
    }
}
