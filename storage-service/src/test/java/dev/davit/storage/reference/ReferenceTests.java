package dev.davit.storage.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.platform.error.DavitException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTests {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest, busybox:latest",
        "busybox:1.36, docker.io/library/busybox:1.36, busybox:1.36",
        "user/app, docker.io/user/app:latest, user/app:latest",
        "index.docker.io/library/busybox, docker.io/library/busybox:latest, busybox:latest",
        "localhost/app, localhost/app:latest, localhost/app:latest",
        "localhost:5000/t/busybox, localhost:5000/t/busybox:latest, localhost:5000/t/busybox:latest",
        "quay.io/a/b/c:V1_x, quay.io/a/b/c:V1_x, quay.io/a/b/c:V1_x",
        "[::1]:5000/a, [::1]:5000/a:latest, [::1]:5000/a:latest",
        "a__b/c-d.e, docker.io/a__b/c-d.e:latest, a__b/c-d.e:latest",
    })
    void parseReadsFamiliarAndFullForm(String text, String canonical, String familiar) {
        Reference reference = Reference.parse(text).tagged();
        assertThat(reference.canonical()).isEqualTo(canonical);
        assertThat(reference.familiar()).isEqualTo(familiar);
    }

    @Test
    void digestOutweighsTag() {
        Reference reference = Reference.parse("busybox:1@" + DIGEST).tagged();
        assertThat(reference.canonical()).isEqualTo("docker.io/library/busybox@" + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-a", "a//b", "a/", "/a", "a:", "a@", "a:b:c", "a@sha256:12", "a/../b", "é"})
    void parseRefusesWhatIsNoReference(String text) {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> Reference.parse(text))
                .withMessageStartingWith("invalid reference format");
    }

    @Test
    void parseSaysThatRepositoriesAreLowerCase() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> Reference.parse("Busybox"))
                .withMessage("invalid reference format: repository name (library/Busybox) must be lowercase");
    }

    @Test
    void parseRefusesWhatIsAnId() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> Reference.parse("ab".repeat(32)))
                .withMessageContaining("cannot specify 64-byte hexadecimal strings");
    }
}
