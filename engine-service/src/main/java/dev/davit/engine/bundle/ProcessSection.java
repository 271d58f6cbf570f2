package dev.davit.engine.bundle;

import dev.davit.contracts.engine.Resources;
import dev.davit.contracts.storage.UserIds;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The runtime-spec's {@code process}, of a container or an exec. */
record ProcessSection(
        List<String> words,
        List<String> environment,
        String workingDir,
        UserIds user,
        List<String> capabilities,
        boolean tty,
        boolean noNewPrivileges,
        int oomScoreAdj,
        List<Resources.Ulimit> limits) {

    void write(ObjectNode process) {
        process.put("terminal", tty);
        writeUser(process.putObject("user"));
        strings(process.putArray("args"), words);
        strings(process.putArray("env"), environment);
        process.put("cwd", workingDir.isEmpty() ? "/" : workingDir);
        writeCapabilities(process.putObject("capabilities"));
        process.put("noNewPrivileges", noNewPrivileges);
        process.put("oomScoreAdj", oomScoreAdj);
        if (!limits.isEmpty()) {
            ArrayNode rlimits = process.putArray("rlimits");
            for (Resources.Ulimit limit : limits) {
                rlimits.addObject()
                        .put("type", "RLIMIT_" + limit.name().toUpperCase(Locale.ROOT))
                        .put("hard", limit.hard())
                        .put("soft", limit.soft());
            }
        }
    }

    private void writeUser(ObjectNode node) {
        node.put("uid", user.uid()).put("gid", user.gid());
        // The primary group among them, so that a file's mode for the group binds who is in it (CVE-2022-36109).
        ArrayNode groups = node.putArray("additionalGids").add(user.gid());
        user.groups().forEach(groups::add);
    }

    // Nothing inheritable or ambient (CVE-2022-29162). A user other than root has none of them effective at first.
    private void writeCapabilities(ObjectNode node) {
        List<String> held = user.uid() == 0 ? capabilities : List.of();
        strings(node.putArray("bounding"), capabilities);
        strings(node.putArray("permitted"), held);
        strings(node.putArray("effective"), held);
    }

    static void strings(ArrayNode array, List<String> strings) {
        strings.forEach(array::add);
    }
}
