package dev.davit.platform.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class IdsTests {

    @RepeatedTest(50)
    void randomIdIsHexadecimalAndItsShortFormNoNumber() {
        String id = Ids.random();
        assertThat(id).matches("[0-9a-f]{64}").isNotEqualTo(Ids.random());
        assertThat(Ids.shortId(id)).hasSize(12).matches(".*[a-f].*");
    }

    @Test
    void shortIdLeavesTheAlgorithmOut() {
        assertThat(Ids.shortId("sha256:0123456789abcdef0123")).isEqualTo("0123456789ab");
    }
}
