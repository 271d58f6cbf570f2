package dev.davit.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.platform.error.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeFailureTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // runc
                "exec: \"x\": executable file not found in $PATH              | 127",
                "exec: \"/x\": stat /x: no such file or directory             | 127",
                "exec: \"/etc/passwd\": permission denied                     | 126",
                // crun
                "executable file `x` not found in $PATH: No such file or directory | 127",
                "open executable: Permission denied                           | 126",
            })
    void verdictWhenCommandCannotBeRunHasDockersExitCode(String said, int exitCode) {
        RuntimeFailure.Verdict verdict = new RuntimeFailure(128, said).verdict("failed: ");

        assertThat(verdict.exitCode()).isEqualTo(exitCode);
        assertThat(verdict.failure().kind()).isEqualTo(ErrorKind.INVALID);
        assertThat(verdict.failure().message()).isEqualTo("failed: " + said + ": unknown");
    }

    @Test
    void verdictWhenCommandIsADirectoryAddsTheWordsThatClientsMatchOn() {
        RuntimeFailure.Verdict verdict = new RuntimeFailure(126, "exec: \"/etc\": is a directory").verdict("failed: ");

        assertThat(verdict.exitCode()).isEqualTo(126);
        assertThat(verdict.failure().message())
                .isEqualTo("failed: exec: \"/etc\": is a directory: unknown: permission denied");
    }

    @Test
    void verdictWhenFileIsMountedOntoDirectoryAsksWhetherThatWasMeant() {
        RuntimeFailure.Verdict verdict = new RuntimeFailure(128, "error mounting x: not a directory").verdict("");

        assertThat(verdict.exitCode()).isEqualTo(127);
        assertThat(verdict.failure().message())
                .startsWith(
                        "error mounting x: not a directory: unknown: Are you trying to mount a directory onto a file");
    }

    @Test
    void verdictOfAnythingElseIsInternalWithTheCodeOfTheRuntime() {
        RuntimeFailure.Verdict verdict = new RuntimeFailure(0, "sethostname: invalid argument").verdict("");

        assertThat(verdict.exitCode()).isEqualTo(128);
        assertThat(verdict.failure().kind()).isEqualTo(ErrorKind.INTERNAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unable to start container process: oh",
                "unable to start container process: error during container init: oh",
                "error during container init: oh",
            })
    void verdictLeavesOutTheWordsThatEveryFailedStartBeginsWith(String said) {
        RuntimeFailure failure = new RuntimeFailure(128, said);

        assertThat(failure.verdict("failed: ").failure().message()).isEqualTo("failed: oh: unknown");
    }
}
