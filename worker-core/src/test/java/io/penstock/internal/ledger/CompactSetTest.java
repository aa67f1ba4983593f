package io.penstock.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompactSetTest {
    @Test
    void what_was_added_is_found_and_nothing_that_is_like_it() {
        CompactSet set = new CompactSet();
        List<String> texts = IntStream.range(0, 20_000)
                .mapToObj(i -> "penstock:ledger:emails:email.send:tenant-ä:" + i)
                .toList();
        texts.forEach(set::add);
        assertThat(texts).allMatch(text -> contains(set, text));
        assertThat(texts).noneMatch(text -> contains(set, text + "x") || contains(set, text.substring(1)));
        assertThat(contains(set, "")).isFalse();
    }

    @Test
    void what_is_added_again_takes_no_more_memory_and_the_rest_little_more_than_its_bytes() {
        CompactSet set = new CompactSet();
        set.add("x".repeat(300_000));
        set.add("");
        long once = set.bytes();
        set.add("x".repeat(300_000));
        set.add("");
        assertThat(contains(set, "")).isTrue();
        assertThat(set.bytes()).isEqualTo(once).isLessThan(300_100);
    }

    @Test
    void texts_of_many_threads_are_all_kept() throws Exception {
        CompactSet set = new CompactSet();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String prefix = t + "-";
            threads.add(
                    Thread.startVirtualThread(() -> IntStream.range(0, 5_000).forEach(i -> set.add(prefix + i))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(IntStream.range(0, 8 * 5_000)).allMatch(i -> contains(set, i / 5_000 + "-" + i % 5_000));
    }

    private static boolean contains(CompactSet set, String text) {
        return set.contains(CompactSet.Text.of(text));
    }
}
