package dev.davit.gateway.container;

import dev.davit.contracts.engine.LogSpec;
import dev.davit.gateway.api.Fields;
import dev.davit.platform.error.DavitException;
import java.util.Map;
import java.util.Set;

/** Reads where a container's output is kept. */
final class LogReader {

    private static final Set<String> DOCKERS_DRIVERS =
            Set.of("awslogs", "fluentd", "gcplogs", "gelf", "journald", "local", "splunk", "syslog", "etwlogs");
    private static final Set<String> BUILT = Set.of("max-size", "max-file");
    private static final Set<String> UNBUILT =
            Set.of("labels", "labels-regex", "env", "env-regex", "compress", "tag", "mode", "max-buffer-size");

    private LogReader() {}

    static LogSpec read(Fields log) {
        String driver = log.text("Type");
        Map<String, String> options = log.textMap("Config");
        if (DOCKERS_DRIVERS.contains(driver)) {
            throw DavitException.notImplemented("log driver '" + driver + "' is not implemented by Davit yet");
        }
        if (!driver.isEmpty() && !driver.equals("json-file") && !driver.equals("none")) {
            throw DavitException.invalid("logger: no log driver named '" + driver + "' is registered");
        }
        for (String option : options.keySet()) {
            check(option);
        }
        return new LogSpec(driver.isEmpty() ? LogSpec.DEFAULT.driver() : driver, options);
    }

    private static void check(String option) {
        if (UNBUILT.contains(option)) {
            throw DavitException.notImplemented("log option '" + option + "' is not implemented by Davit yet");
        }
        if (!BUILT.contains(option)) {
            throw DavitException.invalid("unknown log opt '" + option + "' for json-file log driver");
        }
    }
}
