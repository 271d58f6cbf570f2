package dev.davit.platform.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashesTests {

    private static final List<String> ALGORITHMS = List.of("SHA-256", "SHA-512");

    @Test
    void digestIsTheJdksHoweverItIsFed() {
        Random random = new Random(1);
        for (String algorithm : ALGORITHMS) {
            MessageDigest ours = ours(algorithm);
            for (int size : new int[] {0, 1, 63, 64, 65, 1000, 300_000}) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                for (int at = 0; at < size; ) {
                    int count = Math.min(size - at, 1 + random.nextInt(size));
                    ours.update(bytes, at, count);
                    at += count;
                }
                assertThat(ours.digest()).isEqualTo(Hashes.ofJdk(algorithm).digest(bytes));
            }
        }
    }

    @Test
    void updateTakesSingleBytesAndParts() {
        MessageDigest ours = Hashes.sha256();
        byte[] bytes = {1, 2, 3, 4};

        ours.update(bytes[1]);
        ours.update(bytes, 2, 1);

        assertThat(ours.digest()).isEqualTo(Hashes.ofJdk("SHA-256").digest(Arrays.copyOfRange(bytes, 1, 3)));
    }

    @Test
    void cloneEndsWhileTheOriginalGoesOn() throws CloneNotSupportedException {
        MessageDigest ours = Hashes.sha256();
        ours.update(new byte[70]);

        byte[] soFar = ((MessageDigest) ours.clone()).digest();
        ours.update(new byte[30]);

        assertThat(soFar).isEqualTo(Hashes.ofJdk("SHA-256").digest(new byte[70]));
        assertThat(ours.digest()).isEqualTo(Hashes.ofJdk("SHA-256").digest(new byte[100]));
    }

    @Test
    void resetForgetsWhatWasFed() {
        MessageDigest ours = Hashes.sha512();
        ours.update(new byte[100]);

        ours.reset();

        assertThat(ours.digest()).isEqualTo(Hashes.ofJdk("SHA-512").digest());
        assertThat(ours.getDigestLength()).isEqualTo(64);
    }

    @Test
    void updateWhenPartIsOutsideTheArrayFails() {
        assertThatThrownBy(() -> Hashes.sha256().update(new byte[4], 2, 3)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> Hashes.sha256().update(new byte[4], -1, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void manyDigestsDoNotExhaustMemory() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(Hashes.sha256().getAlgorithm()).isEqualTo("SHA-256");
        }
    }

    private static MessageDigest ours(String algorithm) {
        return algorithm.equals("SHA-512") ? Hashes.sha512() : Hashes.sha256();
    }
}
