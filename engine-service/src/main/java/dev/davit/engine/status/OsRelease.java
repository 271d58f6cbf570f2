package dev.davit.engine.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The operating system, from os-release(5). */
record OsRelease(String name, String version) {

    static OsRelease read() {
        Path own = Path.of("/etc/os-release");
        try {
            return parse(Files.readAllLines(Files.exists(own) ? own : Path.of("/usr/lib/os-release")));
        } catch (IOException absent) {
            return new OsRelease("Linux", "");
        }
    }

    static OsRelease parse(List<String> lines) {
        String name = value(lines, "PRETTY_NAME");
        return new OsRelease(name.isEmpty() ? "Linux" : name, value(lines, "VERSION_ID"));
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .map(text -> text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"))
                        ? text.substring(1, text.length() - 1)
                        : text)
                .findFirst()
                .orElse("");
    }
}
