package dev.davit.platform.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UriTemplateTests {

    @Test
    void valuesAreEncodedWhateverTheyHold() {
        assertThat(UriTemplate.expand(
                        "/v1/{ref}/tag?{q0}={q0[0]}",
                        Map.of("ref", "a/b?c#d%é", "q0", "target", "q0[0]", "localhost:5000/t +x&y=z{ref}")))
                .isEqualTo("/v1/a%2Fb%3Fc%23d%25%C3%A9/tag?target=localhost%3A5000%2Ft%20%2Bx%26y%3Dz%7Bref%7D");
    }

    @Test
    void addressWithoutValuesStaysAsItIs() {
        assertThat(UriTemplate.expand("/v1/status", Map.of())).isEqualTo("/v1/status");
    }

    @Test
    void valueThatIsMissingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UriTemplate.expand("/v1/{ref}", Map.of()))
                .withMessage("no value for ref of /v1/{ref}");
    }
}
