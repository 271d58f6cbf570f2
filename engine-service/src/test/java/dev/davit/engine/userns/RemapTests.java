package dev.davit.engine.userns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.davit.contracts.storage.IdMappings;
import dev.davit.contracts.storage.IdMappings.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemapTests {

    @TempDir
    private Path folder;

    @BeforeEach
    void accounts() throws IOException {
        write("passwd", "root:x:0:0::/root:/bin/sh", "dockremap:x:999:998::/:/bin/false", "joe:x:1000:1000::/:/bin/sh");
        write("group", "root:x:0:", "dockremap:x:998:", "joe:x:1000:", "team:x:2000:joe");
        write("subuid", "# ranges", "dockremap:100000:65536", "1000:300000:10", "joe:200000:5", "root:0:65536");
        write("subgid", "dockremap:165536:65536", "joe:200000:100", "team:500000:7", "root:1:4294967295");
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(folder.resolve(file), List.of(lines));
    }

    private IdMappings mappings(String remap) {
        return new Remap(new Accounts(folder)).mappings(remap);
    }

    @Test
    void defaultMeansTheRangesOfDockremap() {
        assertThat(mappings("default"))
                .isEqualTo(new IdMappings(List.of(new Range(0, 100000, 65536)), List.of(new Range(0, 165536, 65536))))
                .isEqualTo(mappings("dockremap"));
    }

    @Test
    void severalRangesFollowOneAnotherInTheContainer() {
        assertThat(mappings("joe").uids()).containsExactly(new Range(0, 200000, 5), new Range(5, 300000, 10));
        assertThat(mappings("1000")).isEqualTo(mappings("joe"));
    }

    @Test
    void groupOfItsOwnRangesLendsThem() {
        assertThat(mappings("joe:team").gids()).containsExactly(new Range(0, 500000, 7));
        assertThat(mappings("1000:2000")).isEqualTo(mappings("joe:team"));
        assertThat(mappings("joe:998").gids()).containsExactly(new Range(0, 165536, 65536));
    }

    @Test
    void groupWithoutRangesTakesThoseOfTheUser() throws IOException {
        write("group", "empty:x:7:");
        assertThat(mappings("joe:empty").gids()).containsExactly(new Range(0, 200000, 100));
    }

    @Test
    void userThatIsMissingIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> mappings("nosuch"))
                .withMessage("userns-remap: there is no user \"nosuch\"");
        assertThatIllegalStateException()
                .isThrownBy(() -> mappings("joe:nosuch"))
                .withMessage("userns-remap: there is no group \"nosuch\"");
    }

    @Test
    void userWithoutRangeIsToldHowToGetOne() throws IOException {
        write("subuid", "other:1:2");
        assertThatIllegalStateException()
                .isThrownBy(() -> mappings("joe"))
                .withMessage("userns-remap: \"joe\" has no range in /etc/subuid; give it one: usermod --add-subuids"
                        + " 100000-165535 joe");
        Files.delete(folder.resolve("subuid"));
        assertThatIllegalStateException().isThrownBy(() -> mappings("joe")).withMessageContaining("no range");
    }

    @Test
    void rangeThatHoldsTheHostsRootIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> mappings("root"))
                .withMessageContaining("the range 0:65536 of \"root\" in /etc/subuid holds the host's root");
    }

    @Test
    void wordsThatAreNoneAreRefused() {
        for (String wrong : List.of("a:b:c", ":joe", "joe:")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> mappings(wrong))
                    .withMessage("userns-remap must be default, USER or USER:GROUP, not \"" + wrong + "\"");
        }
    }

    @Test
    void numberThatIsNoneIsNamed() throws IOException {
        write("subuid", "joe:many:5");
        assertThatIllegalStateException()
                .isThrownBy(() -> mappings("joe"))
                .withMessage("/etc/subuid has \"many\" where a number belongs");
    }
}
