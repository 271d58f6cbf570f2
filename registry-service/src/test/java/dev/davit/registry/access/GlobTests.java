package dev.davit.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTests {

    @ParameterizedTest
    @CsvSource({
        "**, a/b/c, true",
        "team/**, team/a/b, true",
        "team/**, team, false",
        "team/**, teams/a, false",
        "team/*, team/a, true",
        "team/*, team/a/b, false",
        "*/app, team/app, true",
        "team.x, teamax, false",
        "v*-rc*, v1.2-rc3, true",
        "app, app, true"
    })
    void matches(String pattern, String name, boolean matches) {
        assertThat(Glob.parse(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a?", "[a]", "(a+)+", "*a*a*a*a*a*a*a*a*a"})
    void patternThatIsNoneIsRefused(String pattern) {
        assertThatExceptionOfType(BadInput.class).isThrownBy(() -> Glob.parse(pattern));
    }

    @Test
    void whoSaysMoreIsMorePrecise() {
        assertThat(Glob.parse("team/app").precision())
                .isGreaterThan(Glob.parse("team/*").precision());
        assertThat(Glob.parse("team/*").precision())
                .isGreaterThan(Glob.parse("**").precision());
    }
}
