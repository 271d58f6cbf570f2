package dev.davit.gateway.container;

import dev.davit.contracts.engine.Healthcheck;
import dev.davit.contracts.engine.ProcessSpec;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.error.DavitException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a container runs. */
final class ProcessReader {

    private static final long MILLISECOND = 1_000_000;

    private ProcessReader() {}

    static ProcessSpec read(Fields config, Fields host, ApiVersion version) {
        List<String> entrypoint = config.textOrTexts("Entrypoint");
        List<String> command = config.textOrTexts("Cmd");
        boolean cleared = entrypoint != null && entrypoint.equals(List.of(""));
        List<Long> size = consoleSize(host);
        boolean sized = version.atLeast(42) && size.size() == 2;
        return new ProcessSpec(
                cleared ? List.of() : entrypoint,
                command == null || command.isEmpty() ? (cleared ? List.of() : null) : command,
                env(config),
                config.text("User"),
                workingDir(config),
                config.flag("Tty"),
                config.flag("OpenStdin"),
                config.flag("StdinOnce"),
                config.flag("AttachStdin"),
                config.flag("AttachStdout"),
                config.flag("AttachStderr"),
                sized ? Math.toIntExact(size.get(0)) : 0,
                sized ? Math.toIntExact(size.get(1)) : 0);
    }

    private static List<Long> consoleSize(Fields host) {
        return host.numbers("ConsoleSize");
    }

    private static List<String> env(Fields config) {
        List<String> env = config.texts("Env");
        for (String variable : env) {
            if (variable.isEmpty() || variable.startsWith("=")) {
                throw DavitException.invalid("invalid environment variable: " + variable);
            }
        }
        return env;
    }

    private static String workingDir(Fields config) {
        String folder = config.text("WorkingDir");
        if (!folder.isEmpty() && !folder.startsWith("/")) {
            throw DavitException.invalid(
                    "the working directory '" + folder + "' is invalid, it needs to be an absolute path");
        }
        return folder.isEmpty() ? "" : MountText.clean(folder);
    }

    static @Nullable Healthcheck healthcheck(Fields config, ApiVersion version) {
        if (!config.has("Healthcheck")) {
            return null;
        }
        Fields check = config.object("Healthcheck");
        int retries = check.integer("Retries");
        if (retries < 0) {
            throw DavitException.invalid("Retries in Healthcheck cannot be negative");
        }
        return new Healthcheck(
                check.texts("Test"),
                duration(check, "Interval"),
                duration(check, "Timeout"),
                duration(check, "StartPeriod"),
                version.atLeast(44) ? duration(check, "StartInterval") : 0,
                retries);
    }

    private static long duration(Fields check, String name) {
        long nanos = check.number(name);
        if (nanos != 0 && nanos < MILLISECOND) {
            throw DavitException.invalid(name + " in Healthcheck cannot be less than 1ms");
        }
        return nanos;
    }
}
