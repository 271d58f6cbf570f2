package dev.davit.engine.bundle;

import dev.davit.platform.error.DavitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile that the client sent, in Docker's form (with {@code archMap}, {@code includes}, {@code excludes}), as the
 * runtime-spec wants it.
 */
final class SeccompProfile {

    private static final List<String> KEPT =
            List.of("defaultAction", "defaultErrnoRet", "flags", "listenerPath", "listenerMetadata", "architectures");

    private SeccompProfile() {}

    static String translate(String text, Set<String> capabilities, String architecture) {
        JsonNode given = parse(text);
        ObjectNode profile = JsonMapper.shared().createObjectNode();
        for (String key : KEPT) {
            if (given.hasNonNull(key)) {
                profile.set(key, given.get(key));
            }
        }
        if (given.hasNonNull("archMap")) {
            ArrayNode architectures = profile.putArray("architectures");
            SeccompRules.architectures(architecture).forEach(architectures::add);
        }
        ArrayNode rules = profile.putArray("syscalls");
        for (JsonNode call : given.path("syscalls")) {
            if (applies(call, capabilities, architecture)) {
                add(rules, call);
            }
        }
        return profile.toString();
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode given = JsonMapper.shared().readTree(text);
            if (given.isObject() && given.hasNonNull("defaultAction")) {
                return given;
            }
        } catch (JacksonException malformed) {
            throw DavitException.invalid("Decoding seccomp profile failed: " + malformed.getOriginalMessage());
        }
        throw DavitException.invalid("Decoding seccomp profile failed: it has no defaultAction");
    }

    private static boolean applies(JsonNode call, Set<String> capabilities, String architecture) {
        JsonNode includes = call.path("includes");
        JsonNode excludes = call.path("excludes");
        List<String> neededCapabilities = strings(includes.path("caps"));
        List<String> neededArchitectures = strings(includes.path("arches"));
        return capabilities.containsAll(neededCapabilities)
                && (neededArchitectures.isEmpty() || neededArchitectures.contains(architecture))
                && strings(excludes.path("caps")).stream().noneMatch(capabilities::contains)
                && !strings(excludes.path("arches")).contains(architecture);
    }

    private static void add(ArrayNode rules, JsonNode call) {
        ObjectNode rule = rules.addObject();
        ArrayNode names = rule.putArray("names");
        strings(call.path("names")).forEach(names::add);
        if (call.hasNonNull("name")) {
            names.add(call.get("name").asString());
        }
        for (String key : List.of("action", "errnoRet", "args")) {
            if (call.hasNonNull(key)) {
                rule.set(key, call.get(key));
            }
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asString("")));
        return strings;
    }
}
