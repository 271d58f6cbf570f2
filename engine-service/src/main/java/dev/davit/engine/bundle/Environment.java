package dev.davit.engine.bundle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment of a process: defaults, then what the container says; a name alone takes a default away. */
final class Environment {

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Environment() {}

    static List<String> of(List<String> entries, @Nullable String hostname, boolean tty, String home) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", PATH);
        if (hostname != null && !hostname.isEmpty()) {
            variables.put("HOSTNAME", hostname);
        }
        if (tty) {
            variables.put("TERM", "xterm");
        }
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                variables.remove(entry);
            } else {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        variables.putIfAbsent("HOME", home.isEmpty() ? "/" : home);
        return variables.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }
}
