package io.penstock.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.spi.state.SharedState;
import io.penstock.spi.state.SharedState.Change;
import io.penstock.spi.state.SharedState.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds wherever the state is. */
abstract class SharedStateContract {
    static final Duration MINUTE = Duration.ofMinutes(1);
    final String key = "test:" + UUID.randomUUID();

    /** One of those that share. */
    abstract SharedState one();

    /** Another one, or the same if there is one only. */
    abstract SharedState other();

    static int increment(SharedState state, String key) {
        return state.update(key, MINUTE, Form.TEXT, text -> {
            int next = text == null ? 1 : Integer.parseInt(text) + 1;
            return new Change<>(Integer.toString(next), next);
        });
    }

    static String read(SharedState state, String key) {
        return state.update(key, MINUTE, Form.TEXT, text -> new Change<>(text, text == null ? "none" : text));
    }

    @Test
    void what_one_writes_the_other_reads() {
        assertThat(read(one(), key)).isEqualTo("none");
        increment(one(), key);
        assertThat(read(other(), key)).isEqualTo("1");
        increment(other(), key);
        assertThat(read(one(), key)).isEqualTo("2");
    }

    @Test
    void no_change_is_lost_whoever_makes_it() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SharedState state = i % 2 == 0 ? one() : other();
            threads.add(Thread.startVirtualThread(() -> {
                for (int j = 0; j < 25; j++) {
                    increment(state, key);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(read(one(), key)).isEqualTo("1000");
    }

    @Test
    void a_value_can_be_removed_and_ends_by_itself() {
        increment(one(), key);
        one().update(key, MINUTE, Form.TEXT, text -> new Change<>(null, ""));
        assertThat(read(other(), key)).isEqualTo("none");

        one().update(key + "x", Duration.ofSeconds(1), Form.TEXT, text -> new Change<>("short-lived", ""));
        await().until(() -> one().find(key + "x").isEmpty());
    }

    @Test
    void values_are_found_by_the_beginning_of_their_keys() {
        increment(one(), key + "[a]*1");
        increment(one(), key + "[a]*2");
        increment(one(), key + "b");

        assertThat(other().find(key + "[a]*")).isEqualTo(Map.of(key + "[a]*1", "1", key + "[a]*2", "1"));
    }

    @Test
    void a_line_is_in_the_order_that_was_given_first() {
        assertThat(one().join(key, "b", "2", MINUTE)).isZero();
        assertThat(other().join(key, "a", "1", MINUTE)).isZero();
        assertThat(one().join(key, "c", "3", MINUTE)).isEqualTo(2);
        assertThat(one().join(key, "b", "0", MINUTE)).isEqualTo(1);

        other().leave(key, "a");
        assertThat(one().join(key, "b", "9", MINUTE)).isZero();
        assertThat(one().join(key, "c", "3", MINUTE)).isEqualTo(1);
        one().leave(key, "nobody");
    }

    @Test
    void who_says_nothing_for_so_long_has_left() {
        one().join(key, "a", "1", Duration.ofMillis(50));
        one().join(key, "b", "2", MINUTE);

        await().until(() -> other().join(key, "b", "2", MINUTE) == 0);
    }
}
