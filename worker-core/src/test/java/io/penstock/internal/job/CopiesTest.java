package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.internal.amqp.DelayLadder;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.job.Verdict.DeadLetter;
import io.penstock.internal.job.Verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopiesTest {
    private static final byte[] BODY = {'{', (byte) 0xff, 0, '}'};
    private static final Instant DIED = Instant.parse("2030-01-31T12:00:05Z");
    private static final Copies COPIES = new Copies(new Redactor(List.of("hunter2")), "host-1/42 penstock/1.0");
    private static final DeadLetter REJECTED = new DeadLetter(Reason.REJECTED, JobError.of("no such account"));

    /** All kinds of copies there are. */
    private static List<Function<Envelope, Message>> copies() {
        return List.of(
                envelope -> COPIES.later(envelope, Duration.ofSeconds(5), 2),
                envelope -> COPIES.later(envelope, Duration.ZERO, 2),
                envelope -> COPIES.laterUnrun(envelope, Duration.ofSeconds(5), 2),
                envelope -> COPIES.again(envelope, null),
                envelope -> COPIES.again(envelope, "new-id"),
                COPIES::suspect,
                envelope -> COPIES.dead(envelope, "greet", REJECTED, DIED));
    }

    private static Map<String, Object> headersOf(Message copy) {
        return copy.properties().getHeaders();
    }

    @ParameterizedTest
    @MethodSource("copies")
    void a_copy_has_the_same_bytes_and_is_persistent(Function<Envelope, Message> copy) {
        BasicProperties transientOne =
                Given.properties(Map.of()).deliveryMode(1).build();
        Message message = copy.apply(Given.envelope(transientOne, BODY));
        assertThat(message.body()).isEqualTo(BODY);
        assertThat(message.properties().getDeliveryMode()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("copies")
    void a_copy_carries_none_of_the_brokers_bookkeeping(Function<Envelope, Message> copy) {
        Map<String, Object> headers = new HashMap<>();
        List.of(
                        "x-death",
                        "x-delivery-count",
                        "x-acquired-count",
                        "x-first-death-queue",
                        "x-first-death-reason",
                        "x-first-death-exchange",
                        "x-last-death-queue",
                        "x-last-death-reason",
                        "x-last-death-exchange",
                        "x-opt-rabbitmq-received-time",
                        "CC",
                        "BCC")
                .forEach(name -> headers.put(name, "bookkeeping"));
        headers.put("x-own", 7);
        headers.put("cc", "not the broker's");
        assertThat(headersOf(copy.apply(Given.envelope(headers))))
                .doesNotContainValue("bookkeeping")
                .containsEntry("x-own", 7)
                .containsEntry("cc", "not the broker's");
    }

    @ParameterizedTest
    @MethodSource("copies")
    void a_copy_keeps_all_properties_but_user_and_expiration(Function<Envelope, Message> copy) {
        BasicProperties original = Given.properties(Map.of("penstock-tenant", LongStringHelper.asLongString("acme")))
                .messageId("j-9")
                .type("t.x")
                .contentType("application/json")
                .contentEncoding("identity")
                .timestamp(Date.from(Instant.EPOCH))
                .appId("shop")
                .correlationId("c-9")
                .replyTo("answers")
                .priority(3)
                .clusterId("c")
                .userId("guest")
                .expiration("60000")
                .deliveryMode(2)
                .build();
        BasicProperties copied = copy.apply(Given.envelope(original)).properties();
        assertThat(copied.getUserId()).isNull();
        assertThat(copied.getMessageId()).isIn("j-9", "new-id");
        assertThat(copied)
                .usingRecursiveComparison()
                .ignoringFields("headers", "expiration", "userId", "messageId")
                .isEqualTo(original);
        assertThat(copied.getHeaders()).containsEntry("penstock-tenant", LongStringHelper.asLongString("acme"));
    }

    @ParameterizedTest
    @MethodSource("copies")
    void a_copy_of_a_message_without_any_property_can_be_made(Function<Envelope, Message> copy) {
        Message message = copy.apply(Given.envelope(new BasicProperties(), BODY));
        assertThat(headersOf(message)).containsEntry("penstock-first-seen", Given.RECEIVED.toString());
    }

    @ParameterizedTest
    @MethodSource("copies")
    void a_copy_remembers_when_the_job_was_first_seen(Function<Envelope, Message> copy) {
        Map<String, Object> seenBefore = Map.of("penstock-first-seen", "2030-01-30T00:00:00Z");
        assertThat(headersOf(copy.apply(Given.envelope(seenBefore))))
                .containsEntry("penstock-first-seen", "2030-01-30T00:00:00Z");
    }

    @Test
    void only_a_copy_that_goes_back_to_its_queue_may_be_deleted_by_the_broker() {
        BasicProperties mortal = Given.properties(Map.of()).expiration("60000").build();
        for (Message copy : List.of(
                COPIES.later(Given.envelope(mortal), Duration.ofSeconds(5), 2),
                COPIES.later(Given.envelope(mortal), Duration.ZERO, 2),
                COPIES.suspect(Given.envelope(mortal)),
                COPIES.dead(Given.envelope(mortal), "greet", REJECTED, DIED))) {
            assertThat(copy.properties().getExpiration()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0})
    void a_job_that_expired_before_clocks_began_is_handed_back_to_expire_at_once(long millis) {
        Message back = COPIES.again(Given.envelope(Map.of("penstock-expires-at", millis)), null);
        assertThat(back.properties().getExpiration()).isEqualTo("1");
    }

    @Test
    void an_end_further_away_than_the_broker_can_count_stays_in_the_header() {
        long inTwoMonths = Instant.now().plus(Duration.ofDays(60)).toEpochMilli();
        for (long end : new long[] {inTwoMonths, Long.MAX_VALUE}) {
            Message back = COPIES.again(Given.envelope(Map.of("penstock-expires-at", end)), null);
            assertThat(back.properties().getExpiration()).isNull();
            assertThat(headersOf(back)).containsEntry("penstock-expires-at", end);
        }
    }

    @Test
    void a_retry_goes_through_the_ladder_and_carries_its_attempt_and_its_end() {
        BasicProperties mortal = Given.properties(Map.of("penstock-attempt", 1))
                .expiration("60000")
                .build();
        Message retry = COPIES.later(Given.envelope(mortal), Duration.ofSeconds(5), 2);
        assertThat(new DelayLadder.Route(retry.exchange(), retry.routingKey()))
                .isEqualTo(DelayLadder.route("q", Duration.ofSeconds(5)));
        assertThat(headersOf(retry))
                .containsEntry("penstock-attempt", 2)
                .containsEntry(
                        "penstock-expires-at", Given.RECEIVED.plusSeconds(60).toEpochMilli())
                .doesNotContainKey("penstock-run-at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void a_retry_without_a_wait_goes_straight_to_its_queue(Duration none) {
        Message retry = COPIES.later(Given.envelope(Map.of()), none, 2);
        assertThat(retry.exchange()).isEmpty();
        assertThat(retry.routingKey()).isEqualTo("q");
    }

    @Test
    void a_wait_longer_than_one_pass_of_the_ladder_is_written_down_so_that_the_job_waits_again() {
        Instant before = Instant.now();
        Message retry = COPIES.later(Given.envelope(Map.of()), Duration.ofDays(3), 2);
        assertThat(Instant.parse(String.valueOf(headersOf(retry).get("penstock-run-at"))))
                .isBetween(before.plus(Duration.ofDays(3)), Instant.now().plus(Duration.ofDays(3)));
        Message once = COPIES.later(Given.envelope(Map.of()), DelayLadder.LONGEST, 2);
        assertThat(headersOf(once)).doesNotContainKey("penstock-run-at");
    }

    @Test
    void a_job_that_is_handed_back_keeps_its_attempt_and_its_lane() {
        Map<String, Object> second = Map.of("penstock-attempt", 2, "x-delivery-count", 1);
        Message back = COPIES.again(Given.envelope(second), null);
        assertThat(back.exchange()).isEmpty();
        assertThat(back.routingKey()).isEqualTo("q");
        assertThat(headersOf(back)).containsEntry("penstock-attempt", 2);

        Delivery delivery = Given.delivery(Given.properties(second).build(), BODY);
        Message suspect = COPIES.again(new Envelope(delivery, new Lane("q", true)), null);
        assertThat(suspect.routingKey()).isEqualTo("q.suspects");
    }

    @Test
    void a_job_without_an_id_goes_back_under_the_id_it_was_given() {
        Message back = COPIES.again(Given.envelope(new BasicProperties()), "fresh-id");
        assertThat(back.properties().getMessageId()).isEqualTo("fresh-id");
    }

    @Test
    void a_job_that_is_handed_back_has_no_more_time_to_live_than_was_left() {
        Instant expiresAt = Instant.now().plusSeconds(60);
        Map<String, Object> headers = Map.of("penstock-expires-at", expiresAt.toEpochMilli());
        Message back = COPIES.again(Given.envelope(headers), null);
        assertThat(Long.parseLong(back.properties().getExpiration())).isBetween(50_000L, 60_000L);
        Map<String, Object> overdue = Map.of("penstock-expires-at", 1_000L);
        assertThat(COPIES.again(Given.envelope(overdue), null).properties().getExpiration())
                .isEqualTo("1");
    }

    @Test
    void a_suspect_moves_to_the_quarantine_lane_as_it_is() {
        Message suspect = COPIES.suspect(Given.envelope(Map.of("penstock-attempt", 3, "x-delivery-count", 2)));
        assertThat(suspect.exchange()).isEmpty();
        assertThat(suspect.routingKey()).isEqualTo("q.suspects");
        assertThat(headersOf(suspect)).containsEntry("penstock-attempt", 3).doesNotContainKey("penstock-dead-reason");
    }

    @Test
    void a_dead_letter_tells_all_that_is_known() {
        JobError error = new JobError("java.io.IOException", "421 try later", "at io.example.Mail");
        Message dead = COPIES.dead(
                Given.envelope(Map.of("penstock-attempt", 8)),
                "",
                new DeadLetter(Reason.ATTEMPTS_EXHAUSTED, error),
                DIED);
        assertThat(dead.exchange()).isEmpty();
        assertThat(dead.routingKey()).isEqualTo("q.dlq");
        assertThat(headersOf(dead))
                .containsEntry("penstock-origin-queue", "q")
                .containsEntry("penstock-attempt", 8)
                .containsEntry("penstock-dead-reason", "attempts_exhausted")
                .containsEntry("penstock-dead-at", "2030-01-31T12:00:05Z")
                .containsEntry("penstock-error-class", "java.io.IOException")
                .containsEntry("penstock-error-message", "421 try later")
                .containsEntry("penstock-error-stack", "at io.example.Mail")
                .containsEntry("penstock-worker", "host-1/42 penstock/1.0");
    }

    @Test
    void a_dead_letter_tells_the_type_that_its_message_does_not_name() {
        Message dead = COPIES.dead(Given.envelope(Map.of("penstock-type", "forged")), "email.send", REJECTED, DIED);
        assertThat(dead.properties().getType()).isNull();
        assertThat(headersOf(dead)).containsEntry("penstock-type", "email.send");

        BasicProperties named = Given.properties(Map.of()).type("email.send").build();
        assertThat(headersOf(COPIES.dead(Given.envelope(named), "email.send", REJECTED, DIED)))
                .doesNotContainKey("penstock-type");
    }

    @Test
    void a_dead_letter_keeps_its_expiration_where_it_cannot_delete_it() {
        BasicProperties mortal = Given.properties(Map.of()).expiration("60000").build();
        Message dead = COPIES.dead(Given.envelope(mortal), "greet", REJECTED, DIED);
        assertThat(dead.properties().getExpiration()).isNull();
        assertThat(headersOf(dead))
                .containsEntry("penstock-expiration", "60000")
                .doesNotContainKey("penstock-expires-at");
    }

    @Test
    void a_dead_letters_message_has_at_most_1_kib_and_its_stack_8_kib_and_no_half_character() {
        JobError wordy = new JobError("x.Y", "€".repeat(2_000), "😀".repeat(5_000));
        Map<String, Object> headers =
                headersOf(COPIES.dead(Given.envelope(Map.of()), "", new DeadLetter(Reason.REJECTED, wordy), DIED));
        assertThat(headers)
                .containsEntry("penstock-error-message", "€".repeat(341))
                .containsEntry("penstock-error-stack", "😀".repeat(2_048));
    }

    @Test
    void no_secret_leaves_the_process_in_a_dead_letter() {
        JobError leaky = new JobError(
                "x.Y", "login hunter2 refused by amqp://a:pässword1@h", "x".repeat(8_190) + "hunter2" + "y".repeat(50));
        Map<String, Object> headers =
                headersOf(COPIES.dead(Given.envelope(Map.of()), "", new DeadLetter(Reason.REJECTED, leaky), DIED));
        assertThat(headers).containsEntry("penstock-error-message", "login *** refused by amqp://a:***@h");
        assertThat(headers).containsEntry("penstock-error-stack", "x".repeat(8_190) + "**");
    }

    @Test
    void a_dead_letter_that_is_put_back_with_all_its_headers_starts_anew() {
        Map<String, Object> once = Map.of("penstock-attempt", 8, "penstock-meta-order", "42");
        Message dead = COPIES.dead(Given.envelope(once), "", REJECTED, DIED);
        Envelope replayed = Given.envelope(dead.properties(), dead.body());
        assertThat(replayed.attempt()).isEqualTo(1);
        assertThat(replayed.expiresAt()).isNull();
        assertThat(replayed.meta()).containsExactly(Map.entry("order", "42"));

        Message retry = COPIES.later(replayed, Duration.ofSeconds(1), replayed.attempt() + 1);
        assertThat(headersOf(retry))
                .doesNotContainKeys(
                        "penstock-dead-reason",
                        "penstock-dead-at",
                        "penstock-origin-queue",
                        "penstock-error-class",
                        "penstock-error-message",
                        "penstock-error-stack",
                        "penstock-worker",
                        "penstock-expiration");
        assertThat(Given.envelope(retry.properties()).attempt()).isEqualTo(2);
    }

    @Test
    void a_dead_letter_is_replayed_by_the_decoder_as_the_job_that_it_was() {
        BasicProperties job =
                Given.properties(Map.of("penstock-attempt", 8)).type("t.x").build();
        Message dead = COPIES.dead(Given.envelope(job), "", REJECTED, DIED);
        JobDecoder decoder = new JobDecoder(
                Map.of("t.x", new Given.Handler<>("t.x", Map.class, (payload, context) -> Outcome.done())), 1_024);
        assertThat(decoder.decode(Given.envelope(dead.properties(), dead.body()), Given.queue("q", null)))
                .isInstanceOfSatisfying(
                        Decoded.Ready.class, ready -> assertThat(ready.job()).isEqualTo(Given.job(1, 8)));
    }

    @ParameterizedTest
    @CsvSource({"abc,3,abc", "abc,2,ab", "abc,0,''", "a€,4,a€", "a€,3,a", "a€,2,a", "a€,1,a", "é,1,''", "😀,3,''"})
    void text_is_cut_between_characters(String text, int bytes, String expected) {
        String cut = Copies.cut(text, bytes);
        assertThat(cut).isEqualTo(expected);
        assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(bytes);
    }

    @Test
    void a_copy_of_what_was_not_run_carries_on_how_often_it_was_let_fall() {
        Envelope fallen = Given.envelope(Map.of("x-delivery-count", 1));
        Message copy = COPIES.laterUnrun(fallen, Duration.ofSeconds(5), 1);
        assertThat(headersOf(copy)).containsEntry("penstock-returns", 1L);

        Map<String, Object> again = new HashMap<>(headersOf(copy));
        again.put("x-delivery-count", 1);
        assertThat(Given.envelope(again).deliveryCount()).isEqualTo(2);
        assertThat(headersOf(COPIES.later(Given.envelope(again), Duration.ofSeconds(5), 2)))
                .as("once it was run and has ended, the count is clean")
                .doesNotContainKey("penstock-returns");
    }

    @Test
    void a_copy_of_what_waits_in_quarantine_finds_its_way_back_with_its_count() {
        Delivery alone =
                Given.delivery(Given.properties(Map.of("x-delivery-count", 2)).build(), BODY);
        Message copy = COPIES.laterUnrun(new Envelope(alone, new Lane("q", true)), Duration.ofSeconds(5), 1);

        Envelope back = Given.envelope(headersOf(copy));
        assertThat(back.belongsInQuarantine()).isTrue();
        Message suspect = COPIES.suspect(back);
        Delivery aloneAgain = Given.delivery(suspect.properties(), BODY);
        assertThat(new Envelope(aloneAgain, new Lane("q", true)).deliveryCount())
                .isEqualTo(2);
    }
}
