package io.penstock.internal.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.amqp.DelayLadder.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelayLadderTest {

    /** The queues that a message waits in, as the broker's topic exchanges would route it. */
    private static List<Integer> rungsOf(Route route) {
        int rung = Integer.parseInt(route.exchange().substring("penstock.delay.".length()));
        List<Integer> waits = new ArrayList<>();
        while (rung >= 0) {
            boolean waitsHere = matches(DelayLadder.bindingKey(rung, 1), route.routingKey());
            boolean passesOn = matches(DelayLadder.bindingKey(rung, 0), route.routingKey());
            assertThat(waitsHere ^ passesOn)
                    .as("exchange %d routes %s to exactly one place", rung, route.routingKey())
                    .isTrue();
            if (waitsHere) {
                waits.add(rung);
            }
            rung--;
        }
        return waits;
    }

    /** AMQP topic matching: {@code *} is one word, {@code #} any number of words. */
    private static boolean matches(String bindingKey, String routingKey) {
        return matches(List.of(bindingKey.split("\\.", -1)), List.of(routingKey.split("\\.", -1)));
    }

    private static boolean matches(List<String> pattern, List<String> words) {
        if (pattern.isEmpty()) {
            return words.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.getFirst().equals("#")) {
            return IntStream.rangeClosed(0, words.size())
                    .anyMatch(skipped -> matches(rest, words.subList(skipped, words.size())));
        }
        return !words.isEmpty()
                && (pattern.getFirst().equals("*") || pattern.getFirst().equals(words.getFirst()))
                && matches(rest, words.subList(1, words.size()));
    }

    private static Route route(long seconds) {
        return DelayLadder.route("emails", Duration.ofSeconds(seconds));
    }

    @Test
    void a_message_waits_exactly_its_delay_whatever_the_delay() {
        // every delay up to an hour and then every 37th, which meets all combinations of neighbouring bits
        IntStream.concat(IntStream.range(1, 3_600), IntStream.iterate(3_600, s -> s < 131_072, s -> s + 37))
                .forEach(seconds -> assertThat(rungsOf(route(seconds)).stream()
                                .mapToLong(rung -> 1L << rung)
                                .sum())
                        .as("seconds waited by a message delayed by %d s", seconds)
                        .isEqualTo(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void a_power_of_two_waits_in_one_queue_and_enters_the_ladder_there(int rung) {
        assertThat(rungsOf(route(1L << rung))).containsExactly(rung);
        assertThat(route(1L << rung).exchange()).isEqualTo("penstock.delay.%02d".formatted(rung));
    }

    @Test
    void the_longest_delay_waits_in_every_queue() {
        assertThat(DelayLadder.LONGEST).hasSeconds(131_071);
        assertThat(rungsOf(route(131_071))).hasSize(17).startsWith(16).endsWith(0);
    }

    @Test
    void the_shortest_delay_enters_at_the_lowest_exchange() {
        assertThat(route(1)).isEqualTo(new Route("penstock.delay.00", "0.".repeat(16) + "1.emails"));
    }

    @Test
    void a_message_arrives_at_its_own_queue_and_no_other() {
        String key = DelayLadder.route("orders-retry", Duration.ofSeconds(5)).routingKey();
        assertThat(matches("#.orders-retry", key)).isTrue();
        assertThat(matches("#.retry", key))
                .as("a queue whose name is the end of another's")
                .isFalse();
        assertThat(matches("#.orders", key))
                .as("a queue whose name is the start of another's")
                .isFalse();
    }

    @Test
    void a_queue_named_like_a_bit_does_not_confuse_the_ladder() {
        Route route = DelayLadder.route("1", Duration.ofSeconds(2));
        assertThat(rungsOf(route)).containsExactly(1);
        assertThat(matches("#.1", route.routingKey())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.000000001S, 1",
        "PT0.999S, 1",
        "PT1S, 1",
        "PT1.000000001S, 2",
        "PT1.5S, 2",
        "PT59.999999999S, 60",
    })
    void a_delay_is_rounded_up_so_that_nothing_comes_early(Duration delay, long seconds) {
        assertThat(DelayLadder.route("emails", delay)).isEqualTo(route(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-9223372036854775808S"})
    void a_delay_of_nothing_or_less_is_a_second(Duration delay) {
        assertThat(DelayLadder.route("emails", delay)).isEqualTo(route(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT131071.000000001S", "PT131072S", "P365D", "PT9223372036854775807.999999999S"})
    void a_longer_delay_than_the_ladder_has_is_cut_to_one_pass(Duration delay) {
        assertThat(DelayLadder.route("emails", delay)).isEqualTo(route(131_071));
    }
}
