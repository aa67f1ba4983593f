package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    @Test
    void the_brokers_counters_are_read_in_whatever_type_it_sends_them() {
        for (Object three : List.of(3, 3L, (short) 3, (byte) 3, LongStringHelper.asLongString("3"))) {
            assertThat(Given.envelope(Map.of("x-delivery-count", three)).deliveryCount())
                    .isEqualTo(3);
            assertThat(Given.envelope(Map.of("x-acquired-count", three)).acquiredCount())
                    .isEqualTo(3);
        }
    }

    @Test
    void a_message_that_never_came_back_has_no_counters() {
        assertThat(Given.envelope(new BasicProperties()).deliveryCount()).isZero();
        assertThat(Given.envelope(new BasicProperties()).acquiredCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,7", "0,1", "-3,1", "99999999999,2147483647", "many,1", "'',1"})
    void an_attempt_is_at_least_the_first_whatever_the_header_says(String header, int attempt) {
        assertThat(Given.envelope(Map.of("penstock-attempt", header)).attempt()).isEqualTo(attempt);
    }

    @Test
    void a_job_that_the_broker_dead_lettered_and_somebody_put_back_starts_anew() {
        for (String lane : List.of("q", "q.suspects")) {
            Map<String, Object> death = Map.of("queue", LongStringHelper.asLongString(lane), "reason", "expired");
            Envelope replayed = Given.envelope(
                    Map.of("penstock-attempt", 5, "penstock-expires-at", 1_000L, "x-death", List.of(death)));
            assertThat(replayed.attempt()).isEqualTo(1);
            assertThat(replayed.expiresAt()).isNull();
        }
    }

    @Test
    void a_job_that_only_waited_in_the_delay_ladder_goes_on_counting() {
        Map<String, Object> rung = Map.of("queue", LongStringHelper.asLongString("penstock.delay.03"));
        Envelope retry = Given.envelope(
                Map.of("penstock-attempt", 5, "penstock-expires-at", 1_000L, "x-death", List.of(rung, "nonsense")));
        assertThat(retry.attempt()).isEqualTo(5);
        assertThat(retry.expiresAt()).isEqualTo(Instant.ofEpochMilli(1_000));
    }

    @Test
    void a_job_that_the_broker_has_just_dead_lettered_died_at_the_attempt_that_it_was_at() {
        Map<String, Object> death = Map.of("queue", LongStringHelper.asLongString("q"));
        Delivery delivery = Given.delivery(
                Given.properties(Map.of("penstock-attempt", 5, "x-death", List.of(death)))
                        .build(),
                new byte[0]);
        assertThat(Envelope.dead(delivery, new Lane("q", false)).attempt()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "1.5", "99999999999999999999"})
    void an_expiration_that_is_none_is_no_end(String expiration) {
        BasicProperties properties =
                Given.properties(Map.of()).expiration(expiration).build();
        assertThat(Given.envelope(properties).expiresAt()).isNull();
    }

    @Test
    void a_job_whose_first_sight_cannot_be_read_is_seen_now() {
        assertThat(Given.envelope(Map.of("penstock-first-seen", "long ago")).firstSeen())
                .isEqualTo(Given.RECEIVED);
    }
}
