package dev.davit.registry.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTests {

    @ParameterizedTest
    @CsvSource({
        "'', BASE, '', ''",
        "_catalog, CATALOG, '', ''",
        "a/tags/list, TAGS, a, ''",
        "a/b-c/d__e/manifests/v1, MANIFEST, a/b-c/d__e, v1",
        "a/blobs/sha256:0, BLOB, a, sha256:0",
        "a/blobs/uploads/, UPLOADS, a, ''",
        "a/blobs/uploads, UPLOADS, a, ''",
        "a/blobs/uploads/id, UPLOAD, a, id",
        "a/referrers/sha256:0, REFERRERS, a, sha256:0",
        "a/manifests/manifests/v1, MANIFEST, a/manifests, v1",
        "a/blobs/uploads/blobs/sha256:0, BLOB, a/blobs/uploads, sha256:0",
        "tags/tags/list, TAGS, tags, ''"
    })
    void parseFindsTheEndpointFromTheEnd(String path, Route.Kind kind, String repository, String reference) {
        assertThat(Route.parse(path)).contains(new Route(kind, repository, reference));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a/tags", "manifests/v1", "/", "a/unknown/x"})
    void parseOfAnythingElseFindsNothing(String path) {
        assertThat(Route.parse(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A", "a//b", "../a", "a/../b", ".", "a_", "-a", "a___b", "a..b", "a b", "ä", "a\0", "a\n", "", "/a",
                "a/"
            })
    void nameThatIsNoneIsRefused(String name) {
        assertThatExceptionOfType(RegistryError.class).isThrownBy(() -> Route.parse(name + "/manifests/v1"));
    }

    @Test
    void nameHasAtMost255Characters() {
        assertThat(Route.valid("a".repeat(255))).hasSize(255);
        assertThatExceptionOfType(RegistryError.class).isThrownBy(() -> Route.valid("a".repeat(256)));
    }

    @Test
    void nameThatIsMadeToBacktrackIsRefusedAtOnce() {
        String name = "a-".repeat(127) + "!";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(1),
                () -> assertThatExceptionOfType(RegistryError.class).isThrownBy(() -> Route.valid(name)));
    }
}
