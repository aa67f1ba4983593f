package io.penstock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.internal.amqp.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopesTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final Envelopes envelopes = new Envelopes("shop");

    private static NewJob job() {
        return NewJob.on("emails", Map.of()).id("j-1");
    }

    private Message message(NewJob job) {
        return envelopes.message(job, BODY);
    }

    @Test
    void the_smallest_job_is_a_persistent_json_message_to_its_queue() {
        Message message = message(job());
        BasicProperties properties = message.properties();
        assertThat(message.exchange()).isEmpty();
        assertThat(message.routingKey()).isEqualTo("emails");
        assertThat(message.body()).isEqualTo(BODY);
        assertThat(properties.getMessageId()).isEqualTo("j-1");
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getAppId()).isEqualTo("shop");
        assertThat(properties.getTimestamp()).isNotNull();
        assertThat(properties.getType()).isNull();
        assertThat(properties.getExpiration()).isNull();
        assertThat(properties.getHeaders()).isEmpty();
    }

    @Test
    void all_that_is_said_of_a_job_is_in_its_properties_and_headers() {
        BasicProperties properties = message(job().type("email.send")
                        .tenant("acme")
                        .user("u-7")
                        .maxAttempts(3)
                        .timeToLive(Duration.ofMillis(1_500))
                        .correlationId("c-9")
                        .traceparent("00-a-b-01")
                        .tracestate("a=b")
                        .meta("order", "42"))
                .properties();
        assertThat(properties.getType()).isEqualTo("email.send");
        assertThat(properties.getCorrelationId()).isEqualTo("c-9");
        assertThat(properties.getExpiration()).isEqualTo("1500");
        assertThat(properties.getHeaders())
                .isEqualTo(Map.of(
                        "penstock-tenant", "acme",
                        "penstock-user", "u-7",
                        "penstock-max-attempts", 3,
                        "traceparent", "00-a-b-01",
                        "tracestate", "a=b",
                        "penstock-meta-order", "42"));
    }

    @Test
    void a_job_for_later_goes_through_the_ladder_and_says_when_it_is_due() {
        Instant due = Instant.now().plusSeconds(3_600);
        Message message = message(job().runAt(due));
        assertThat(message.exchange()).startsWith("penstock.delay.");
        assertThat(message.routingKey()).endsWith(".emails");
        assertThat(message.properties().getHeaders()).containsEntry("penstock-run-at", due.toString());
    }

    @Test
    void a_job_that_was_due_already_goes_straight_to_its_queue() {
        Message message = message(job().runAt(Instant.now().minusSeconds(1)));
        assertThat(message.exchange()).isEmpty();
        assertThat(message.properties().getHeaders()).doesNotContainKey("penstock-run-at");
    }

    @Test
    void the_time_to_live_of_a_job_for_later_counts_from_when_it_is_due() {
        Instant due = Instant.now().plusSeconds(3_600);
        BasicProperties properties =
                message(job().runAt(due).timeToLive(Duration.ofSeconds(5))).properties();
        assertThat(properties.getExpiration()).as("it would end in the ladder").isNull();
        assertThat(properties.getHeaders())
                .containsEntry("penstock-expires-at", due.plusSeconds(5).toEpochMilli());
    }

    private static Map<String, UnaryOperator<NewJob>> mistakes() {
        return Map.ofEntries(
                Map.entry(
                        "queue: expected", job -> NewJob.on("E.mails", Map.of()).id("j-1")),
                Map.entry("with at most 200 characters", job -> NewJob.on("q".repeat(201), Map.of())),
                Map.entry("type: expected 1 to 128 characters", job -> job.type("a b")),
                Map.entry("tenant: expected 1 to 256 printable characters", job -> job.tenant("a\nb")),
                Map.entry("user: expected 1 to 256 printable characters", job -> job.user("")),
                Map.entry("id: expected 1 to 128 characters", job -> job.id("a b")),
                Map.entry("maxAttempts: expected 1 to 1000, got 0", job -> job.maxAttempts(0)),
                Map.entry("maxAttempts: expected 1 to 1000, got 1001", job -> job.maxAttempts(1_001)),
                Map.entry("timeToLive: expected 1ms to 49d, got PT0S", job -> job.timeToLive(Duration.ZERO)),
                Map.entry("timeToLive: expected 1ms to 49d, got PT1200H", job -> job.timeToLive(Duration.ofDays(50))),
                Map.entry("runAt: expected at most 36500d from now", job -> job.runAt(Instant.MAX)),
                Map.entry(
                        "meta: expected at most 32768 characters, got 32769",
                        job -> job.meta("m", "x".repeat(32_768))));
    }

    @ParameterizedTest
    @MethodSource("namesOfMistakes")
    void a_job_that_a_worker_would_have_to_refuse_is_not_sent(String message) {
        NewJob wrong = mistakes().get(message).apply(job());
        assertThatThrownBy(() -> message(wrong))
                .isInstanceOfSatisfying(
                        EnqueueException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(EnqueueException.Reason.INVALID))
                .hasMessageContaining(message);
    }

    private static Iterable<String> namesOfMistakes() {
        return mistakes().keySet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "[]", "\"text\"", "42", "null"})
    void a_payload_that_is_no_object_is_not_sent(String payload) {
        assertThatThrownBy(() -> envelopes.message(job(), payload.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EnqueueException.class)
                .hasMessage("job j-1, payload: expected a JSON object");
    }

    @Test
    void the_largest_values_that_are_allowed_are_sent() {
        assertThat(message(job().id("x".repeat(128)).maxAttempts(1_000).meta("m", "x".repeat(32_767))))
                .isNotNull();
        assertThat(envelopes.message(job(), " \n{}".getBytes(StandardCharsets.UTF_8)))
                .isNotNull();
    }

    @Test
    void a_template_is_not_changed_by_what_is_made_of_it() {
        NewJob template = job();
        NewJob changed = template.tenant("acme").meta("order", "42");
        assertThat(template.tenant()).isNull();
        assertThat(template.meta()).isEmpty();
        assertThat(changed.meta()).containsExactly(Map.entry("order", "42"));
    }
}
