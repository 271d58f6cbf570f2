package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.davit.platform.error.DavitException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTests {

    @ParameterizedTest
    @CsvSource({
        "linux/amd64,linux/amd64",
        "linux/x86_64,linux/amd64",
        "linux/amd64/v1,linux/amd64",
        "Linux/AArch64,linux/arm64",
        "linux/arm64/v8,linux/arm64",
        "linux/arm,linux/arm/v7",
        "linux/armhf,linux/arm/v7",
        "linux/armel,linux/arm/v6",
        "linux/arm/6,linux/arm/v6",
        "linux/i386,linux/386",
        "arm64,linux/arm64",
        "macos/arm64,darwin/arm64",
        "windows(10.0.17763)/amd64,windows(10.0.17763)/amd64"
    })
    void parseGivesCanonicalWords(String specifier, String canonical) {
        assertThat(Platform.parse(specifier).format()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "linux/*", "toaster", "linux/amd64/v2/x", "linux/am d64", "linux//", "/"})
    void parseWhenItIsNoPlatformIsInvalid(String specifier) {
        assertThatThrownBy(() -> Platform.parse(specifier))
                .isInstanceOf(DavitException.class)
                .hasMessageContaining(": invalid argument");
    }

    @Test
    void parseWhenWordIsUnknownFailsAsDockerd() {
        assertThatThrownBy(() -> Platform.parse("toaster"))
                .hasMessage("\"toaster\": unknown operating system or architecture: invalid argument");
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64,linux/386 linux/amd64 linux/arm64,linux/amd64",
        "linux/amd64/v3,linux/amd64 linux/amd64/v2 linux/amd64/v4,linux/amd64/v2",
        "linux/amd64,linux/386,linux/386",
        "linux/arm64,linux/arm/v7 linux/arm/v6 linux/amd64,linux/arm/v7",
        "linux/arm/v6,linux/arm/v7 linux/arm/v5 linux/arm/v6,linux/arm/v6",
        "linux/arm64/v8.2,linux/arm64/v8.1 linux/arm64/v9 linux/arm64/v8,linux/arm64/v8.1",
        "linux/arm64/v9.1,linux/arm64/v8.7 linux/arm64/v8.6,linux/arm64/v8.6",
        "linux/ppc64le,linux/ppc64 linux/ppc64le,linux/ppc64le"
    })
    void selectTakesTheBestThatRuns(String wanted, String offered, String best) {
        assertThat(select(wanted, offered).getFirst().format())
                .isEqualTo(Platform.parse(best).format());
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64,linux/arm64",
        "linux/amd64,linux/amd64/v2",
        "linux/386,linux/amd64",
        "linux/arm/v6,linux/arm/v7",
        "linux/amd64,windows/amd64",
        "linux/amd64,unknown/unknown"
    })
    void selectWhenNothingRunsIsEmpty(String wanted, String offered) {
        assertThat(select(wanted, offered)).isEmpty();
    }

    private static List<Platform> select(String wanted, String offered) {
        List<Descriptor> entries =
                Arrays.stream(offered.split(" ", -1)).map(PlatformTests::entry).toList();
        return PlatformMatcher.of(Platform.parse(wanted)).select(entries).stream()
                .map(Descriptor::platform)
                .toList();
    }

    private static Descriptor entry(String platform) {
        String[] parts = platform.split("/", -1);
        Platform said = new Platform(parts[0], parts[1], parts.length > 2 ? parts[2] : "").normalized();
        return new Descriptor(MediaTypes.OCI_MANIFEST, "", 0, said, List.of(), Map.of(), "");
    }
}
