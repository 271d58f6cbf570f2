package dev.davit.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.Healthcheck;
import dev.davit.contracts.storage.ImageConfig;
import dev.davit.engine.fixture.Specs;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImageMergeTests {

    private static final String ID = "0123456789abcdef".repeat(4);

    @Test
    void commandOfClientReplacesThatOfImage() {
        assertThat(line(Specs.command("ls").build(), image(null, List.of("sh"))))
                .containsExactly("ls");
    }

    @Test
    void entrypointOfImageComesBeforeCommandOfClient() {
        assertThat(line(Specs.command("ls").build(), image(List.of("/entry"), List.of("sh"))))
                .containsExactly("/entry", "ls");
    }

    @Test
    void commandOfImageFillsInWhenClientGivesNone() {
        assertThat(line(Specs.command().build(), image(List.of("/entry"), List.of("sh"))))
                .containsExactly("/entry", "sh");
    }

    @Test
    void entrypointOfClientLeavesOutCommandOfImage() {
        assertThat(line(Specs.command().entrypoint("/mine").build(), image(List.of("/entry"), List.of("sh"))))
                .containsExactly("/mine");
    }

    @Test
    void emptyEntrypointClearsThatOfImage() {
        assertThat(line(Specs.command("ls").entrypoint("").build(), image(List.of("/entry"), List.of("sh"))))
                .containsExactly("ls");
    }

    @Test
    void nothingToRunIsInvalid() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> ImageMerge.merge(Specs.command().build(), image(null, null), ID))
                .withMessage("no command specified");
    }

    @Test
    void variableOfClientHidesThatOfImage() {
        ContainerSpec merged =
                ImageMerge.merge(Specs.command("ls").env("A=1", "B").build(), image(null, List.of("sh")), ID);
        assertThat(merged.process().env()).containsExactly("A=1", "B", "C=3");
    }

    @Test
    void whatClientLeavesOpenComesFromImage() {
        ContainerSpec merged = ImageMerge.merge(
                Specs.command("ls").labels(Map.of("a", "mine")).build(), image(null, List.of("sh")), ID);
        assertThat(merged.process().user()).isEqualTo("nobody");
        assertThat(merged.process().workingDir()).isEqualTo("/work");
        assertThat(merged.stopSignal()).isEqualTo("SIGQUIT");
        assertThat(merged.labels()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "mine", "b", "theirs"));
        assertThat(merged.network().exposedPorts()).containsExactly("80/tcp");
        assertThat(merged.volumes()).containsExactly("/data");
        assertThat(merged.hostname()).isEqualTo("0123456789ab");
        Healthcheck health = Objects.requireNonNull(merged.healthcheck());
        assertThat(health.test()).containsExactly("CMD", "true");
        assertThat(health.interval()).isEqualTo(5_000_000_000L);
    }

    private static List<String> line(ContainerSpec asked, ImageConfig image) {
        return ImageMerge.commandLine(ImageMerge.merge(asked, image, ID).process());
    }

    private static ImageConfig image(@Nullable List<String> entrypoint, @Nullable List<String> command) {
        return new ImageConfig(
                "nobody",
                List.of("80/tcp"),
                List.of("A=image", "B=2", "C=3"),
                entrypoint,
                command,
                List.of("/data"),
                "/work",
                Map.of("a", "theirs", "b", "theirs"),
                "SIGQUIT",
                Map.of("Test", List.of("CMD", "true"), "Interval", 5_000_000_000L),
                List.of(),
                List.of());
    }
}
