package dev.davit.storage.volume;

import dev.davit.storage.kernel.Mount;
import java.util.Map;
import java.util.StringJoiner;

/** The words of a mount's options: those that mount(8) turns into flags, and those for the file system. */
record MountWords(long flags, String data) {

    private static final Map<String, Long> SET = Map.ofEntries(
            Map.entry("ro", Mount.READ_ONLY),
            Map.entry("nosuid", Mount.NO_SUID),
            Map.entry("nodev", Mount.NO_DEVICES),
            Map.entry("noexec", Mount.NO_EXEC),
            Map.entry("sync", Mount.SYNCHRONOUS),
            Map.entry("dirsync", Mount.FOLDER_SYNC),
            Map.entry("noatime", Mount.NO_ATIME),
            Map.entry("nodiratime", Mount.NO_FOLDER_ATIME),
            Map.entry("bind", Mount.BIND),
            Map.entry("rbind", Mount.BIND | Mount.RECURSIVE),
            Map.entry("relatime", Mount.RELATIVE_ATIME),
            Map.entry("strictatime", Mount.STRICT_ATIME));
    private static final Map<String, Long> CLEAR = Map.of(
            "rw", Mount.READ_ONLY,
            "suid", Mount.NO_SUID,
            "dev", Mount.NO_DEVICES,
            "exec", Mount.NO_EXEC,
            "async", Mount.SYNCHRONOUS,
            "atime", Mount.NO_ATIME,
            "diratime", Mount.NO_FOLDER_ATIME,
            "norelatime", Mount.RELATIVE_ATIME,
            "defaults", 0L);

    static MountWords of(String options) {
        long flags = 0;
        StringJoiner data = new StringJoiner(",");
        for (String word : options.split(",", -1)) {
            Long set = SET.get(word);
            Long clear = CLEAR.get(word);
            if (set != null) {
                flags |= set;
            } else if (clear != null) {
                flags &= ~clear;
            } else if (!word.isEmpty()) {
                data.add(word);
            }
        }
        return new MountWords(flags, data.toString());
    }
}
