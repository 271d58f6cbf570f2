package dev.davit.registry.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.davit.registry.reference.Digest;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComputationTests {

    @ParameterizedTest
    @EnumSource
    void openSslAndJdkAgreeHoweverTheBytesAreCut(Digest.Algorithm algorithm) {
        byte[] content = new byte[100_000];
        new Random(3).nextBytes(content);
        assertThat(OpenSsl.present()).as("libcrypto.so.3 is here").isTrue();
        assertThat(compute(OpenSslComputation::new, algorithm, content)).isEqualTo(algorithm.of(content));
        assertThat(compute(JdkComputation::new, algorithm, content)).isEqualTo(algorithm.of(content));
    }

    private static Digest compute(
            Function<Digest.Algorithm, Computation> begin, Digest.Algorithm algorithm, byte[] content) {
        Random random = new Random(4);
        try (Computation computation = begin.apply(algorithm)) {
            assertThat(computation.digest()).isEqualTo(algorithm.of(new byte[0]));
            int at = 0;
            while (at < content.length) {
                int n = Math.min(random.nextInt(5000), content.length - at);
                computation.update(content, at, n);
                computation.digest();
                at += n;
            }
            return computation.digest();
        }
    }

    @Test
    void updateAfterCloseFails() {
        Computation computation = new OpenSslComputation(Digest.Algorithm.SHA256);
        computation.close();
        computation.close();
        assertThatIllegalStateException().isThrownBy(() -> computation.update(new byte[1], 0, 1));
    }
}
