package dev.davit.platform.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class ProblemTests {

    private final JsonMapper json = JsonMapper.shared();

    @ParameterizedTest
    @EnumSource
    void statusLeadsBackToItsKind(ErrorKind kind) {
        assertThat(ErrorKind.of(kind.status().value())).isEqualTo(kind);
    }

    @Test
    void readTakesKindAndDetail() {
        DavitException failure = read(409, "{\"detail\":\"name in use\",\"kind\":\"CONFLICT\"}");
        assertThat(failure.kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(failure.message()).isEqualTo("name in use");
    }

    @Test
    void readOfSomethingElseNamesTheStatus() {
        DavitException failure = read(502, "<html>bad gateway</html>");
        assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL);
        assertThat(failure.message()).contains("502");
    }

    @Test
    void readOfUnknownClientErrorIsInvalid() {
        assertThat(read(418, "{}").kind()).isEqualTo(ErrorKind.INVALID);
    }

    private DavitException read(int status, String body) {
        return Problem.read(status, body.getBytes(StandardCharsets.UTF_8), json);
    }
}
