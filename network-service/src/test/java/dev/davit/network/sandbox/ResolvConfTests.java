package dev.davit.network.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvConfTests {

    private static final String HOST = """
            # a comment
            nameserver 127.0.0.1
            nameserver 10.0.0.53
            nameserver fd00::53
            search corp.example lan
            options edns0 trust-ad
            """;

    @Test
    void textLeavesOutWhatTheSandboxCannotReach() {
        assertThat(body(HOST, List.of(), List.of(), List.of(), true))
                .isEqualTo("nameserver 10.0.0.53\nsearch corp.example lan\noptions edns0 trust-ad\n");
    }

    @Test
    void textWhenNothingIsReachableFallsBack() {
        assertThat(body("nameserver 127.0.0.53\n", List.of(), List.of(), List.of(), true))
                .isEqualTo("nameserver 8.8.8.8\nnameserver 8.8.4.4\n");
    }

    @Test
    void textWhenHostModeKeepsTheHosts() {
        assertThat(body("nameserver 127.0.0.53\n", List.of(), List.of(), List.of(), false))
                .isEqualTo("nameserver 127.0.0.53\n");
    }

    @Test
    void textWhenAskedForTakesThatInstead() {
        assertThat(body(HOST, List.of("1.1.1.1"), List.of("a.example"), List.of("ndots:2"), true))
                .isEqualTo("nameserver 1.1.1.1\nsearch a.example\noptions ndots:2\n");
    }

    @Test
    void textWhenSearchIsDotSearchesNowhere() {
        assertThat(body(HOST, List.of(), List.of("."), List.of(), true)).doesNotContain("search");
    }

    @Test
    void isStubWhenOnlyResolvedListens() {
        assertThat(new ResolvConf("nameserver 127.0.0.53\noptions edns0\n").isStub())
                .isTrue();
        assertThat(new ResolvConf(HOST).isStub()).isFalse();
    }

    private static String body(
            String host, List<String> dns, List<String> search, List<String> options, boolean ownLoopback) {
        String text = new ResolvConf(host).text(dns, search, options, ownLoopback);
        return text.lines()
                .filter(line -> !line.startsWith("#") && !line.isEmpty())
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
