package dev.davit.engine.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The default seccomp profile, out of {@code seccomp/default.rules} (which says how it is written), as the runtime-spec
 * wants it. It depends on the container's capabilities alone and is made once for each set of them.
 */
final class SeccompRules {

    private static final String ALLOW = "SCMP_ACT_ALLOW";
    private static final String FAIL = "SCMP_ACT_ERRNO";

    private final List<String> lines;
    private final String architecture;
    private final ConcurrentMap<Set<String>, String> profiles = new ConcurrentHashMap<>();

    SeccompRules() {
        this(architecture(System.getProperty("os.arch", "")));
    }

    SeccompRules(String architecture) {
        this.architecture = architecture;
        this.lines = read();
    }

    private static String architecture(String name) {
        return name.equals("aarch64") ? "arm64" : name;
    }

    private static List<String> read() {
        try (InputStream in = SeccompRules.class.getResourceAsStream("/seccomp/default.rules")) {
            if (in == null) {
                throw new IllegalStateException("seccomp/default.rules is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read seccomp/default.rules", failure);
        }
    }

    /** The profile, as JSON. */
    String profile(List<String> capabilities) {
        return profiles.computeIfAbsent(new TreeSet<>(capabilities), this::build);
    }

    private String build(Set<String> capabilities) {
        ObjectNode profile = JsonMapper.shared().createObjectNode();
        profile.put("defaultAction", FAIL).put("defaultErrnoRet", 1);
        ArrayNode architectures = profile.putArray("architectures");
        architectures(architecture).forEach(architectures::add);
        ArrayNode rules = profile.putArray("syscalls");
        Set<String> allowed = new TreeSet<>();
        for (String line : lines) {
            apply(line, capabilities, allowed, rules);
        }
        // A name without condition makes its conditional rules void.
        rule(rules, ALLOW, allowed);
        return profile.toString();
    }

    static List<String> architectures(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "arm64", "aarch64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
            default -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
        };
    }

    private void apply(String line, Set<String> capabilities, Set<String> allowed, ArrayNode rules) {
        List<String> words = words(line);
        String subject = words.size() > 1 ? words.get(1).replace(":", "") : "";
        switch (words.getFirst()) {
            case "@arch" -> allowIf(subject.equals(architecture), words, allowed);
            case "@cap" -> allowIf(capabilities.contains(subject), words, allowed);
            case "@args" -> arguments(rules, words.subList(1, words.size()));
            case "@nocap" -> {
                if (!capabilities.contains(subject)) {
                    lacking(rules, words.subList(2, words.size()));
                }
            }
            default -> allowed.addAll(words);
        }
    }

    private static void allowIf(boolean holds, List<String> words, Set<String> allowed) {
        if (holds) {
            allowed.addAll(words.subList(2, words.size()));
        }
    }

    private static void lacking(ArrayNode rules, List<String> words) {
        if (words.getFirst().equals("args")) {
            arguments(rules, words.subList(1, words.size()));
        } else {
            rule(rules, FAIL, words.subList(2, words.size())).put("errnoRet", Integer.parseInt(words.get(1)));
        }
    }

    private static void arguments(ArrayNode rules, List<String> words) {
        ObjectNode argument =
                rule(rules, ALLOW, List.of(words.getFirst())).putArray("args").addObject();
        argument.put("index", Integer.parseInt(words.get(1)));
        argument.put("op", words.get(2));
        argument.put("value", Long.parseLong(words.get(3)));
        if (words.get(2).equals("SCMP_CMP_MASKED_EQ")) {
            argument.put("valueTwo", 0L); // value is the mask, valueTwo what must remain
        }
    }

    private static ObjectNode rule(ArrayNode rules, String action, Iterable<String> names) {
        ObjectNode rule = rules.addObject();
        ArrayNode array = rule.putArray("names");
        names.forEach(array::add);
        return rule.put("action", action);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split("\\s+", -1)) {
            words.add(word);
        }
        return words;
    }
}
