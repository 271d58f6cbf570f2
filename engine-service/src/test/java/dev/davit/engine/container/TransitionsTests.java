package dev.davit.engine.container;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.davit.contracts.engine.ContainerStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionsTests {

    @ParameterizedTest
    @EnumSource(value = ContainerStatus.class, names = "CREATED", mode = EnumSource.Mode.EXCLUDE)
    void nothingLeadsBackToCreated(ContainerStatus from) {
        assertThatIllegalStateException().isThrownBy(() -> Transitions.check(from, ContainerStatus.CREATED, "x"));
    }

    @Test
    void deadDoesNotRunAgain() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Transitions.check(ContainerStatus.DEAD, ContainerStatus.RUNNING, "x"));
    }

    @Test
    void exitedRunsAgain() {
        assertThatCode(() -> Transitions.check(ContainerStatus.EXITED, ContainerStatus.RUNNING, "x"))
                .doesNotThrowAnyException();
    }
}
