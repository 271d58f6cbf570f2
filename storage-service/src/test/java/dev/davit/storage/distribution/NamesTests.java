package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {

    @ParameterizedTest
    @CsvSource({
        "docker.io,library/busybox,busybox:latest",
        "docker.io,davit/x,davit/x:latest",
        "docker.io,library/a/b,library/a/b:latest",
        "localhost:5000,t/x,localhost:5000/t/x:latest"
    })
    void familiarIsWhatUsersWrite(String registry, String repository, String familiar) {
        assertThat(new Names(registry, repository).familiar("latest")).isEqualTo(familiar);
    }

    @Test
    void familiarWhenDigestHasAnAt() {
        String digest = "sha256:" + "0".repeat(64);

        assertThat(new Names("docker.io", "library/x").familiar(digest)).isEqualTo("x@" + digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "..", "a/../b", "A", "a%2f", "a?b", "a#b", "a b", "a\u0000", "_a"})
    void repositoryWhenItIsNoneIsInvalid(String repository) {
        assertThatThrownBy(() -> new Names("docker.io", repository)).hasMessageStartingWith("invalid reference format");
    }
}
