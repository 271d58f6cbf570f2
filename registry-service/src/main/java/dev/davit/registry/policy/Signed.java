package dev.davit.registry.policy;

import dev.davit.registry.trust.SignedRule;
import dev.davit.registry.trust.Trusted;
import org.jspecify.annotations.Nullable;

/**
 * That content is to be signed.
 *
 * @param pattern of the policy that asks for it
 * @param rule as its administrator wrote it
 */
public record Signed(String pattern, SignedRule rule, Trusted trusted) {

    static @Nullable Signed of(String pattern, @Nullable SignedRule rule) {
        return rule == null ? null : new Signed(pattern, rule, rule.trusted());
    }

    static @Nullable SignedRule ruleOf(@Nullable Signed signed) {
        return signed == null ? null : signed.rule;
    }
}
