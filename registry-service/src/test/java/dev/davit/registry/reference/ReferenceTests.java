package dev.davit.registry.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.web.RegistryError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTests {

    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void parseTellsDigestFromTag() {
        assertThat(Reference.parse("sha256:" + HEX)).isEqualTo(new Digest(Digest.Algorithm.SHA256, HEX));
        assertThat(Reference.parse("sha512:" + HEX + HEX)).isEqualTo(new Digest(Digest.Algorithm.SHA512, HEX + HEX));
        assertThat(Reference.parse("v1.0_x-Y")).isEqualTo(new Tag("v1.0_x-Y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:",
                "sha256:../../etc/passwd",
                "sha256:ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789",
                "sha256:0123456789abcdef",
                "sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "md5:0123456789abcdef0123456789abcdef",
                "SHA256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\u0660\u0661",
                ":",
                "",
                ".",
                "..",
                "-x",
                "a b",
                "a/b",
                "a\0b",
                "ä"
            })
    void parseOfAnythingElseIsRefused(String text) {
        assertThatExceptionOfType(RegistryError.class).isThrownBy(() -> Reference.parse(text));
    }

    @Test
    void tagHasAtMost128Characters() {
        assertThat(Tag.parse("x".repeat(128)).name()).hasSize(128);
        assertThatExceptionOfType(RegistryError.class).isThrownBy(() -> Tag.parse("x".repeat(129)));
    }
}
