package dev.davit.engine.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.engine.ProcessTable;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PsOutputTests {

    @Test
    void onlyProcessesOfTheContainerAreKept() {
        String output = """
                UID          PID    PPID  CMD
                root           1       0  /sbin/init
                root          12       1  sh -c  sleep 5
                root         120       1  other
                """;
        ProcessTable table = PsOutput.parse(output, Set.of(12));
        assertThat(table.titles()).containsExactly("UID", "PID", "PPID", "CMD");
        assertThat(table.processes()).containsExactly(List.of("root", "12", "1", "sh -c  sleep 5"));
    }

    @Test
    void withoutPidColumnNothingCanBeTold() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> PsOutput.parse("CMD\nsh\n", Set.of(1)))
                .withMessage("Couldn't find PID field in ps output");
    }
}
