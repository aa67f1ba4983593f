package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.job.AckWindow.Acks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckWindowTest {
    private final AckWindow window = new AckWindow();

    private void arrive(long first, long last) {
        LongStream.rangeClosed(first, last).forEach(window::arrived);
    }

    @Test
    void nothing_settled_is_nothing_to_acknowledge() {
        assertThat(window.take()).isEqualTo(new Acks(List.of(), List.of()));
        arrive(1, 3);
        assertThat(window.take()).isEqualTo(new Acks(List.of(), List.of()));
    }

    @Test
    void a_hundred_settled_deliveries_are_one_acknowledgement() {
        arrive(1, 300);
        LongStream.rangeClosed(1, 100).forEach(window::settled);
        assertThat(window.take()).isEqualTo(new Acks(List.of(100L), List.of()));
        assertThat(window.size()).isEqualTo(200);
    }

    @Test
    void more_are_acknowledged_in_steps_of_a_hundred_each_up_to_a_delivery_that_is_outstanding() {
        arrive(1, 260);
        window.forget(100);
        LongStream.iterate(260, tag -> tag - 1)
                .limit(260)
                .filter(tag -> tag != 100)
                .forEach(window::settled);
        assertThat(window.take()).isEqualTo(new Acks(List.of(101L, 201L, 260L), List.of()));
        assertThat(window.size()).isZero();
    }

    @Test
    void what_was_settled_behind_a_slow_delivery_is_acknowledged_one_by_one() {
        arrive(1, 6);
        LongStream.of(1, 2, 4, 6).forEach(window::settled);
        assertThat(window.take()).isEqualTo(new Acks(List.of(2L), List.of(4L, 6L)));
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void what_was_settled_behind_a_slow_delivery_can_wait_for_it() {
        arrive(1, 6);
        LongStream.of(1, 2, 4, 6).forEach(window::settled);
        assertThat(window.takeInOneGo()).isEqualTo(new Acks(List.of(2L), List.of()));
        assertThat(window.takeable()).isEqualTo(2);
        window.settled(3);
        assertThat(window.takeInOneGo()).isEqualTo(new Acks(List.of(4L), List.of()));
        assertThat(window.take()).isEqualTo(new Acks(List.of(), List.of(6L)));
        assertThat(window.takeable()).isZero();
    }

    @Test
    void the_slow_delivery_is_acknowledged_when_it_ends_at_last() {
        arrive(1, 3);
        window.settled(2);
        window.settled(3);
        assertThat(window.take()).isEqualTo(new Acks(List.of(), List.of(2L, 3L)));
        window.settled(1);
        assertThat(window.take()).isEqualTo(new Acks(List.of(1L), List.of()));
    }

    @Test
    void a_delivery_settled_twice_is_acknowledged_once() {
        arrive(1, 1);
        assertThat(window.settled(1)).isTrue();
        assertThat(window.settled(1)).as("again before the acknowledgement").isFalse();
        assertThat(window.take()).isEqualTo(new Acks(List.of(1L), List.of()));
        assertThat(window.settled(1)).as("again after it").isFalse();
        assertThat(window.take()).isEqualTo(new Acks(List.of(), List.of()));
    }

    @Test
    void a_delivery_that_never_arrived_is_not_acknowledged() {
        arrive(1, 1);
        assertThat(window.settled(7)).isFalse();
        assertThat(window.forget(7)).isFalse();
        assertThat(window.take()).isEqualTo(new Acks(List.of(), List.of()));
    }

    @Test
    void a_delivery_that_was_nacked_is_not_acknowledged_and_holds_nothing_up() {
        arrive(1, 3);
        assertThat(window.forget(1)).isTrue();
        assertThat(window.forget(1)).as("nacked again").isFalse();
        assertThat(window.settled(1)).as("settled after the nack").isFalse();
        window.settled(2);
        assertThat(window.take()).isEqualTo(new Acks(List.of(2L), List.of()));
    }

    @Test
    void a_delivery_that_was_settled_cannot_be_nacked_any_more() {
        arrive(1, 1);
        window.settled(1);
        assertThat(window.forget(1)).isFalse();
    }

    /** The broker's side of one channel: knows what is outstanding and closes the channel on any wrong answer. */
    private static final class Broker {
        final TreeSet<Long> outstanding = new TreeSet<>();
        final Set<Long> allowed = new HashSet<>();
        final List<Long> acked = new ArrayList<>();

        void take(Acks acks) {
            for (long tag : acks.upTo()) {
                assertThat(outstanding).as("what is acknowledged up to").contains(tag);
                Set.copyOf(outstanding.headSet(tag, true)).forEach(this::ack);
            }
            acks.single().forEach(this::ack);
        }

        void ack(long tag) {
            assertThat(outstanding.remove(tag)).as("%d is outstanding", tag).isTrue();
            assertThat(allowed).as("settled deliveries").contains(tag);
            acked.add(tag);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void in_whatever_order_jobs_end_each_is_answered_exactly_once_and_as_it_ended(long seed) {
        Random random = new Random(seed);
        Broker broker = new Broker();
        TreeSet<Long> running = new TreeSet<>();
        List<Long> ended = new ArrayList<>();
        Set<Long> nacked = new HashSet<>();
        long tags = 0;
        for (int step = 0; step < 5_000 || !running.isEmpty(); step++) {
            int dice = random.nextInt(100);
            if (dice < 45 && step < 5_000 && running.size() < 60) {
                long tag = ++tags;
                broker.outstanding.add(tag);
                running.add(tag);
                window.arrived(tag);
            } else if (dice < 85 && !running.isEmpty()) {
                long tag = any(running, random);
                running.remove(tag);
                ended.add(tag);
                if (random.nextInt(10) == 0) {
                    // as the settler does: the nack goes out before any acknowledgement that could cover it
                    assertThat(window.forget(tag)).isTrue();
                    broker.outstanding.remove(tag);
                    nacked.add(tag);
                } else {
                    broker.allowed.add(tag);
                    assertThat(window.settled(tag)).isTrue();
                }
            } else if (dice < 90 && !ended.isEmpty()) {
                long again = ended.get(random.nextInt(ended.size()));
                assertThat(window.settled(again)).as("%d settled again", again).isFalse();
                assertThat(window.forget(again)).as("%d nacked again", again).isFalse();
            } else {
                broker.take(random.nextBoolean() ? window.take() : window.takeInOneGo());
                broker.take(window.take());
                assertThat(broker.outstanding).as("what the broker waits for").isEqualTo(running);
            }
            assertThat(window.size()).isEqualTo(running.size());
        }
        broker.take(window.take());
        assertThat(broker.outstanding).isEmpty();
        assertThat(broker.acked).doesNotHaveDuplicates().doesNotContainAnyElementsOf(nacked);
        assertThat(broker.acked).hasSize((int) tags - nacked.size());
    }

    private static long any(NavigableSet<Long> tags, Random random) {
        // mostly the oldest, as jobs take about the same time
        if (random.nextInt(3) > 0) {
            return tags.first();
        }
        return List.copyOf(tags).get(random.nextInt(tags.size()));
    }
}
