package dev.davit.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SeccompRulesTests {

    private final SeccompRules rules = new SeccompRules("amd64");

    @Test
    void deniesByDefault() {
        JsonNode profile = profile(Capabilities.DEFAULT);
        assertThat(profile.path("defaultAction").asString()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(profile.path("architectures").valueStream().map(JsonNode::asString))
                .containsExactly("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
    }

    @Test
    void mountNeedsCapability() {
        assertThat(allowed(Capabilities.DEFAULT))
                .contains("openat", "execve", "chroot")
                .doesNotContain("mount", "bpf");
        assertThat(allowed(List.of("CAP_SYS_ADMIN"))).contains("mount", "bpf").doesNotContain("chroot");
    }

    @Test
    void cloneIsFilteredByItsFlagsAndClone3IsSaidToBeAbsent() {
        List<JsonNode> clone = of("clone");
        assertThat(clone).hasSize(1);
        assertThat(clone.getFirst().path("args").get(0).path("value").asLong()).isEqualTo(0x7E020000L);
        assertThat(clone.getFirst().path("args").get(0).path("valueTwo").asLong())
                .isZero();
        assertThat(of("clone3").getFirst().path("errnoRet").asInt()).isEqualTo(38);
    }

    @Test
    void socketIsRefusedForTwoFamilies() {
        assertThat(of("socket")).hasSize(3).allMatch(rule -> rule.hasNonNull("args"));
        assertThat(of("personality")).hasSize(5);
    }

    @Test
    void callsOfOtherProcessorsAreLeftOut() {
        assertThat(allowed(Capabilities.DEFAULT)).contains("arch_prctl").doesNotContain("cacheflush");
    }

    @Test
    void profileOfClientIsTranslated() {
        String docker = """
                {"defaultAction":"SCMP_ACT_ALLOW","archMap":[],"syscalls":[
                  {"names":["mkdir"],"action":"SCMP_ACT_ERRNO"},
                  {"names":["mount"],"action":"SCMP_ACT_ERRNO","excludes":{"caps":["CAP_SYS_ADMIN"]}},
                  {"names":["chroot"],"action":"SCMP_ACT_ERRNO","includes":{"arches":["s390x"]}}]}""";
        JsonNode profile =
                JsonMapper.shared().readTree(SeccompProfile.translate(docker, Set.of("CAP_SYS_ADMIN"), "amd64"));
        assertThat(profile.path("syscalls")).hasSize(1);
        assertThat(profile.path("syscalls").get(0).path("names").get(0).asString())
                .isEqualTo("mkdir");
    }

    private JsonNode profile(List<String> capabilities) {
        return JsonMapper.shared().readTree(rules.profile(capabilities));
    }

    private List<JsonNode> of(String name) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode rule : profile(Capabilities.DEFAULT).path("syscalls")) {
            if (rule.path("names").valueStream().anyMatch(n -> n.asString().equals(name))) {
                found.add(rule);
            }
        }
        return found;
    }

    private Set<String> allowed(List<String> capabilities) {
        Set<String> names = new TreeSet<>();
        for (JsonNode rule : profile(capabilities).path("syscalls")) {
            if (rule.path("action").asString().equals("SCMP_ACT_ALLOW") && !rule.hasNonNull("args")) {
                rule.path("names").forEach(name -> names.add(name.asString()));
            }
        }
        return names;
    }
}
