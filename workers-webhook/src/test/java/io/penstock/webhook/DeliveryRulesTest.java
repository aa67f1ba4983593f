package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.webhook.DeliveryRules.Consequence;
import io.penstock.webhook.endpoint.CallResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryRulesTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(80);

    private static Attempt answered(int status, String retryAfter) {
        return new Attempt(
                "https://a.example:443", AT, TOOK, new Attempt.Reply(status, "192.0.2.1", retryAfter, "body"), null);
    }

    private static Attempt failed(Reason reason) {
        return new Attempt(
                "https://a.example:443",
                AT,
                TOOK,
                null,
                new OutboundHttpException(reason, "https://a.example: no", null));
    }

    private static Consequence of(Attempt attempt) {
        return DeliveryRules.of(attempt, 1, new Random(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void two_hundreds_are_done(int status) {
        Consequence consequence = of(answered(status, null));

        assertThat(consequence.outcome()).isEqualTo(Outcome.done(new WebhookResult(status, 80, "body")));
        assertThat(consequence.result()).isEqualTo(new CallResult.Worked(TOOK));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 502, 503, 504, 599})
    void everything_else_is_tried_again_and_counts_against_the_endpoint(int status) {
        Consequence consequence = of(answered(status, null));

        assertThat(consequence.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.error().message()).isEqualTo("https://a.example:443 answered " + status);
            assertThat(failed.retryAfter()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        });
        assertThat(consequence.result()).isInstanceOf(CallResult.Failed.class);
    }

    @Test
    void gone_is_dead_and_disables_the_endpoint() {
        Consequence consequence = of(answered(410, null));

        assertThat(consequence.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("endpoint_disabled"));
        assertThat(consequence.result()).isEqualTo(new CallResult.Gone(TOOK));
    }

    @ParameterizedTest
    @CsvSource({
        "429, 120, 120",
        "503, 120, 120",
        "429, 'Sun, 1 Mar 2026 12:10:00 GMT', 599",
        "503, 999999999, 86400",
        "429, 'Sun, 1 Mar 2099 12:10:00 GMT', 86400"
    })
    void a_pause_that_was_asked_for_costs_no_attempt(int status, String retryAfter, long seconds) {
        Consequence consequence = of(answered(status, retryAfter));

        assertThat(consequence.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Snoozed.class,
                        snoozed -> assertThat(snoozed.delay())
                                .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 6)));
        assertThat(consequence.result())
                .isInstanceOfSatisfying(
                        CallResult.Throttled.class,
                        throttled -> assertThat(throttled.pause().toSeconds()).isEqualTo(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "soon", "", "Sun, 1 Mar 2020 12:10:00 GMT", "1e9"})
    void a_pause_that_makes_no_sense_is_none(String retryAfter) {
        assertThat(of(answered(429, retryAfter)).outcome()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void only_429_and_503_may_ask_for_a_pause() {
        assertThat(of(answered(500, "120")).outcome()).isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"INVALID_REQUEST", "BLOCKED_ADDRESS"})
    void what_must_not_be_called_is_rejected_and_is_nobodys_fault(Reason reason) {
        Consequence consequence = of(failed(reason));

        assertThat(consequence.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("rejected"));
        assertThat(consequence.result()).isEqualTo(new CallResult.NotCalled());
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INVALID_REQUEST", "BLOCKED_ADDRESS"})
    void what_did_not_get_through_is_tried_again(Reason reason) {
        Consequence consequence = of(failed(reason));

        assertThat(consequence.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error().className())
                                .matches("io\\.penstock\\.webhook\\.[A-Z][a-zA-Z]+"));
        assertThat(consequence.result()).isInstanceOf(CallResult.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({"1,5", "2,300", "3,1800", "4,7200", "5,18000", "6,36000", "7,50400", "8,72000", "9,86400", "99,86400"})
    void attempts_follow_the_schedule_of_the_specification_give_or_take_a_fifth(int attempt, long seconds) {
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            assertThat(RetrySchedule.after(attempt, random).toMillis()).isBetween(seconds * 800, seconds * 1_200);
        }
    }

    @Test
    void attempts_are_spread() {
        Random random = new Random(42);
        assertThat(java.util.stream.IntStream.range(0, 100)
                        .mapToObj(i -> RetrySchedule.after(9, random))
                        .distinct())
                .hasSizeGreaterThan(90);
    }
}
