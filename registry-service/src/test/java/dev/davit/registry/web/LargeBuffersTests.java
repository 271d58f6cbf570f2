package dev.davit.registry.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeBuffersTests {

    @Test
    void takeWhenAllAreInUseFindsNone() {
        LargeBuffers buffers = new LargeBuffers();
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < LargeBuffers.MOST; i++) {
            taken.add(buffers.take().orElseThrow());
        }
        assertThat(buffers.take()).isEmpty();
        buffers.giveBack(taken.getFirst());
        assertThat(buffers.take()).containsSame(taken.getFirst());
        assertThat(buffers.take()).isEmpty();
    }

    @Test
    void takeAfterGivingBackMakesNoFurtherOne() {
        LargeBuffers buffers = new LargeBuffers();
        ByteBuffer first = buffers.take().orElseThrow();
        assertThat(first.isDirect()).isTrue();
        assertThat(first.capacity()).isEqualTo(LargeBuffers.SIZE);
        buffers.giveBack(first);
        assertThat(buffers.take()).containsSame(first);
    }
}
