package dev.davit.gateway.container;

import dev.davit.gateway.api.Fields;
import dev.davit.gateway.api.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of a tmpfs in the long form, as the options of mount(8), and back. */
final class TmpfsOptions {

    private static final Set<String> ACCEPTED = Set.of("exec", "noexec");

    private TmpfsOptions() {}

    static List<String> read(Fields options, boolean readOnly) {
        List<String> list = new ArrayList<>();
        if (readOnly) {
            list.add("ro");
        }
        long mode = options.number("Mode");
        if (mode != 0) {
            list.add("mode=" + Long.toOctalString(mode));
        }
        long size = options.number("SizeBytes");
        if (size != 0) {
            list.add("size=" + size);
        }
        for (List<String> option : options.textLists("Options")) {
            list.add(option(option));
        }
        options.refuseUnread();
        return list;
    }

    private static String option(List<String> option) {
        if (option.isEmpty() || option.size() > 2) {
            throw MountReader.wrong("tmpfs", "invalid option array length");
        }
        if (!ACCEPTED.contains(option.getFirst())) {
            throw MountReader.wrong("tmpfs", "invalid option: " + option.getFirst());
        }
        return String.join("=", option);
    }

    static Json json(List<String> options) {
        Json json = Json.object();
        List<List<String>> others = new ArrayList<>();
        for (String option : options) {
            if (option.startsWith("size=")) {
                json.put("SizeBytes", Long.parseLong(option.substring("size=".length())));
            } else if (option.startsWith("mode=")) {
                json.put("Mode", Long.parseLong(option.substring("mode=".length()), 8));
            } else if (!option.equals("ro")) {
                others.add(List.of(option.split("=", 2)));
            }
        }
        return json.putUnlessEmpty("Options", others);
    }
}
