package dev.davit.registry.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoTests {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void whatWasNotAskedForForTheLongestTimeGoesFirst() {
        Memo<String, String> memo = new Memo<>(2);
        memo.put("a", "1", HOUR);
        memo.put("b", "2", HOUR);
        assertThat(memo.get("a")).contains("1");
        memo.put("c", "3", HOUR);
        assertThat(memo.get("b")).isEmpty();
        assertThat(memo.get("a")).contains("1");
        memo.clear();
        assertThat(memo.get("a")).isEmpty();
    }

    @Test
    void whatWeighsMoreThanThereIsRoomForIsNotKept() {
        Memo<String, String> memo = new Memo<>(10, String::length);
        memo.put("a", "12345", HOUR);
        memo.put("b", "1234", HOUR);
        memo.put("a", "123", HOUR); // in the place of what was there
        memo.put("c", "123", HOUR);
        assertThat(memo.get("a")).contains("123");
        assertThat(memo.get("b")).contains("1234");
        memo.put("d", "12345678901", HOUR);
        assertThat(memo.get("d")).isEmpty();
        memo.put("e", "1234567890", HOUR);
        assertThat(memo.get("e")).contains("1234567890");
        assertThat(memo.get("c")).isEmpty();
    }

    @Test
    void whatIsOldIsForgotten() {
        Memo<String, String> memo = new Memo<>(2);
        memo.put("a", "1", Duration.ZERO);
        assertThat(memo.get("a")).isEmpty();
    }
}
