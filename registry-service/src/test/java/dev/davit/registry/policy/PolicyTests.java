package dev.davit.registry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.Glob;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTests {

    private final Policy policy = new Policy(
            Glob.parse("team/**"), List.of(Glob.parse("v*")), null, 2, 7, List.of(Glob.parse("stable")), null, null);

    @Test
    void tagIsKeptIfAnyRuleKeepsIt() {
        assertThat(policy.keeps("new", 1, 100)).isTrue();
        assertThat(policy.keeps("young", 50, 6)).isTrue();
        assertThat(policy.keeps("stable", 50, 100)).isTrue();
        assertThat(policy.keeps("v1", 50, 100)).isTrue();
        assertThat(policy.keeps("old", 2, 7)).isFalse();
    }

    @Test
    void policyWithoutRulesDeletesNothing() {
        assertThat(Policy.NONE.retains()).isFalse();
        assertThat(Policy.NONE.immutable("v1")).isFalse();
    }

    @Test
    void exceptionsWithoutARuleAreRefused() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> new Policy(
                        Glob.parse("**"), List.of(), null, null, null, List.of(Glob.parse("stable")), null, null));
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> new Policy(Glob.parse("**"), List.of(), null, -1, null, List.of(), null, null));
    }
}
