package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTests {

    @Test
    void parseReadsQuotedAndBareParameters() {
        assertThat(Challenge.parse("Bearer realm=\"https://auth/token\" , Service=registry,scope=\"a:b:pull,push\""))
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of("realm", "https://auth/token", "service", "registry", "scope", "a:b:pull,push")));
    }

    @Test
    void parseReadsSeveralChallengesOfOneHeader() {
        assertThat(Challenge.parse("Basic realm=\"a \\\"b\\\"\", Bearer realm=c,Negotiate"))
                .containsExactly(
                        new Challenge("basic", Map.of("realm", "a \"b\"")),
                        new Challenge("bearer", Map.of("realm", "c")),
                        new Challenge("negotiate", Map.of()));
    }

    @Test
    void parseWhenMalformedEnds() {
        assertThat(Challenge.parse("=,\"")).isEmpty();
        assertThat(Challenge.parse("Bearer realm=\"open")).hasSize(1);
        assertThat(Challenge.parse("")).isEmpty();
    }
}
