package dev.davit.storage.image;

import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Dockerfile instructions that change a configuration alone: {@code docker import --change}. */
final class ConfigChanges {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern PAIR = Pattern.compile("([^\\s=]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\S*)");

    private ConfigChanges() {}

    static void apply(ObjectNode config, List<String> changes) {
        for (String change : changes) {
            if (change.isBlank()) {
                continue; // see StorageApi
            }
            String[] words = change.strip().split("\\s+", 2);
            if (words.length < 2) {
                throw DavitException.invalid(words[0] + " requires at least one argument");
            }
            apply(config, words[0].toUpperCase(Locale.ROOT), words[1].strip());
        }
    }

    private static void apply(ObjectNode config, String instruction, String rest) {
        switch (instruction) {
            case "CMD" -> config.set("Cmd", command(rest));
            case "ENTRYPOINT" -> config.set("Entrypoint", command(rest));
            case "SHELL" -> config.set("Shell", json(rest));
            case "USER" -> config.put("User", rest);
            case "WORKDIR" -> config.put("WorkingDir", rest);
            case "STOPSIGNAL" -> config.put("StopSignal", rest);
            case "ENV" -> env(config, rest);
            case "LABEL" -> labels(config.withObjectProperty("Labels"), rest);
            case "EXPOSE" -> expose(config.withObjectProperty("ExposedPorts"), rest);
            case "VOLUME" ->
                command(rest, " ")
                        .forEach(path -> config.withObjectProperty("Volumes").putObject(path.asString("")));
            case "ONBUILD" -> config.withArrayProperty("OnBuild").add(rest);
            default ->
                throw DavitException.invalid(instruction.toLowerCase(Locale.ROOT) + " is not a valid change command");
        }
    }

    private static JsonNode json(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isArray()) {
                return node;
            }
        } catch (JacksonException notJson) {
            // said below
        }
        throw DavitException.invalid("SHELL requires the arguments to be in JSON form");
    }

    private static JsonNode command(String text) {
        if (text.startsWith("[")) {
            try {
                return JSON.readTree(text);
            } catch (JacksonException notJson) {
                // a command of the shell then, as in Docker
            }
        }
        return JSON.createArrayNode().add("/bin/sh").add("-c").add(text);
    }

    private static JsonNode command(String text, String separator) {
        if (text.startsWith("[")) {
            return command(text);
        }
        ArrayNode all = JSON.createArrayNode();
        List.of(text.split(separator, -1)).forEach(all::add);
        return all;
    }

    private static void env(ObjectNode config, String rest) {
        ArrayNode env = config.withArrayProperty("Env");
        if (!rest.split("\\s", 2)[0].contains("=")) {
            String[] words = rest.split("\\s+", 2);
            env.add(words[0] + "=" + (words.length > 1 ? words[1] : ""));
            return;
        }
        Matcher pairs = PAIR.matcher(rest);
        while (pairs.find()) {
            env.add(pairs.group(1) + "=" + unquoted(pairs.group(2)));
        }
    }

    private static void labels(ObjectNode labels, String rest) {
        Matcher pairs = PAIR.matcher(rest);
        while (pairs.find()) {
            labels.put(unquoted(pairs.group(1)), unquoted(pairs.group(2)));
        }
    }

    private static void expose(ObjectNode ports, String rest) {
        for (String port : rest.split("\\s+", -1)) {
            ports.putObject(port.contains("/") ? port : port + "/tcp");
        }
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
    }
}
