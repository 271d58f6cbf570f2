package dev.davit.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.platform.error.DavitException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {

    @ParameterizedTest
    @ValueSource(strings = {"a", "-web", "_web", "we b", "web/db", "ümlaut", ""})
    void checkWhenNameIsNotAllowedSaysWhichAre(String name) {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> Names.check(name))
                .withMessage("Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }

    @Test
    void checkTakesLeadingSlashOff() {
        assertThat(Names.check("/web-1.2_x")).isEqualTo("web-1.2_x");
    }

    @Test
    void suggestMakesAllowedNames() {
        for (int i = 0; i < 200; i++) {
            String name = Names.suggest(i % 10);
            assertThat(Names.check(name)).isEqualTo(name).contains("_");
        }
    }
}
