package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.BufferRecycler;
import org.junit.jupiter.api.Test;

class ParserBuffersTest {
    private final ParserBuffers buffers = new ParserBuffers();

    @Test
    void buffers_are_used_again_and_never_twice_at_a_time() {
        BufferRecycler first = buffers.acquirePooled();
        BufferRecycler second = buffers.acquirePooled();
        assertThat(second).isNotSameAs(first);
        buffers.releasePooled(first);
        assertThat(buffers.acquirePooled()).isSameAs(first);
        assertThat(buffers.acquirePooled()).isNotSameAs(first);
    }

    @Test
    void whoever_finds_the_place_taken_drops_his() {
        BufferRecycler first = buffers.acquirePooled();
        BufferRecycler second = buffers.acquirePooled();
        buffers.releasePooled(first);
        buffers.releasePooled(second);
        assertThat(buffers.acquirePooled()).isSameAs(second);
        assertThat(buffers.acquirePooled()).isNotSameAs(first);
    }

    @Test
    void none_is_kept_after_they_were_cleared() {
        BufferRecycler first = buffers.acquirePooled();
        buffers.releasePooled(first);
        assertThat(buffers.clear()).isTrue();
        assertThat(buffers.acquirePooled()).isNotSameAs(first);
    }
}
