package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import io.penstock.JobError;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.event.JobEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobEventsTest {
    private static final Instant STARTED = Instant.parse("2030-01-31T12:00:01Z");
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:03.5Z");
    private static final JobError ERROR = JobError.of("java.io.IOException", "hunter2 refused");
    private static final JobEvents EVENTS = new JobEvents(new Redactor(List.of("hunter2")), "host-1/42 penstock/1.0");

    private static Envelope plain() {
        return Given.envelope(Map.of());
    }

    private static Envelope complete() {
        BasicProperties properties = Given.properties(Map.of(
                        "penstock-tenant", LongStringHelper.asLongString("acme"),
                        "penstock-user", "u-7",
                        "penstock-attempt", 3,
                        "penstock-meta-order", "42",
                        "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "tracestate", "a=b"))
                .timestamp(Date.from(Instant.parse("2030-01-31T11:59:00Z")))
                .correlationId("c-9")
                .appId("shop")
                .build();
        return Given.envelope(properties);
    }

    private static JobEvent completed(Envelope envelope, Object result) {
        return EVENTS.completed(envelope, "t.x", result, STARTED, NOW);
    }

    private static JsonNode dataOf(JobEvent event) {
        try {
            return new JsonMapper().readTree(event.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_headers_are_those_of_a_cloud_event_in_binary_mode() {
        assertThat(completed(complete(), null).headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "j-1:3:completed",
                        "ce_source", "/penstock/q",
                        "ce_type", "io.penstock.job.completed.v1",
                        "ce_subject", "j-1",
                        "ce_time", "2030-01-31T12:00:03.500Z",
                        "ce_tenant", "acme",
                        "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "content-type", "application/json"));
    }

    @Test
    void headers_that_are_not_known_are_left_out() {
        assertThat(completed(plain(), null).headers()).doesNotContainKeys("ce_tenant", "traceparent");
    }

    @Test
    void each_kind_of_event_has_its_own_id_type_and_notification() {
        JobEvent retrying = EVENTS.retrying(plain(), "t.x", ERROR, Duration.ofSeconds(5), STARTED, NOW);
        JobEvent failed = EVENTS.failed(plain(), "t.x", ERROR, "rejected", STARTED, NOW);
        assertThat(retrying.id()).isEqualTo("j-1:1:retrying");
        assertThat(retrying.kind().type()).isEqualTo("io.penstock.job.retrying.v1");
        assertThat(failed.id()).isEqualTo("j-1:1:failed");
        assertThat(failed.kind().type()).isEqualTo("io.penstock.job.failed.v1");
        assertThat(failed.kind().notification()).isEqualTo("job.failed");
        assertThat(completed(plain(), null).kind().notification()).isEqualTo("job.completed");
    }

    @Test
    void an_event_told_again_later_has_the_same_id() {
        JobEvent again = EVENTS.completed(complete(), "t.x", null, STARTED.plusSeconds(60), NOW.plusSeconds(60));
        assertThat(again.id()).isEqualTo(completed(complete(), null).id());
    }

    @Test
    void a_replay_tells_under_ids_of_its_own() {
        JobEvent event = completed(Given.envelope(Map.of("penstock-replay-id", "r-7")), null);
        assertThat(event.id()).isEqualTo("j-1:r-7:1:completed");
        assertThat(dataOf(event).get("replay_id").textValue()).isEqualTo("r-7");
    }

    @Test
    void the_event_of_a_message_without_an_id_is_named_after_its_bytes() {
        JobEvent first = EVENTS.failed(Given.envelope(new BasicProperties()), "", ERROR, "malformed", null, NOW);
        JobEvent again = EVENTS.failed(Given.envelope(new BasicProperties()), "", ERROR, "malformed", null, NOW);
        JobEvent other =
                EVENTS.failed(Given.envelope(new BasicProperties(), new byte[] {1}), "", ERROR, "malformed", null, NOW);
        assertThat(first.jobId()).matches("unnamed-[0-9a-f]{24}").isEqualTo(again.jobId());
        assertThat(other.jobId()).isNotEqualTo(first.jobId());
    }

    @Test
    void the_data_of_a_completed_job_are_those_of_the_contract() throws IOException {
        assertThat(dataOf(completed(complete(), Map.of("pages", 3)))).isEqualTo(new JsonMapper().readTree("""
                {"job_id": "j-1", "type": "t.x", "queue": "q", "tenant": "acme", "user": "u-7", "attempt": 3,
                 "enqueued_at": "2030-01-31T11:59:00Z", "started_at": "2030-01-31T12:00:01Z",
                 "finished_at": "2030-01-31T12:00:03.500Z", "duration_ms": 2500, "worker": "host-1/42 penstock/1.0",
                 "correlation_id": "c-9", "app_id": "shop", "tracestate": "a=b", "meta": {"order": "42"},
                 "result": {"pages": 3}}"""));
    }

    @Test
    void fields_of_the_contract_that_are_not_known_are_null() {
        JsonNode data = dataOf(completed(plain(), null));
        assertThat(data.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "job_id",
                        "type",
                        "queue",
                        "tenant",
                        "user",
                        "attempt",
                        "enqueued_at",
                        "started_at",
                        "finished_at",
                        "duration_ms",
                        "worker",
                        "meta",
                        "result");
        assertThat(List.of(data.get("tenant"), data.get("user"), data.get("result")))
                .allMatch(JsonNode::isNull);
        assertThat(data.get("enqueued_at").textValue()).isEqualTo(Given.RECEIVED.toString());
    }

    @Test
    void a_retry_tells_the_error_with_secrets_masked_and_when_it_comes() {
        JsonNode data = dataOf(EVENTS.retrying(plain(), "t.x", ERROR, Duration.ofSeconds(40), STARTED, NOW));
        assertThat(data.get("error").toString())
                .isEqualTo("{\"class\":\"java.io.IOException\",\"message\":\"*** refused\",\"retryable\":true}");
        assertThat(data.get("retry_at").textValue()).isEqualTo("2030-01-31T12:00:43.500Z");
        assertThat(data.has("result")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "attempts_exhausted,true",
        "rejected,false",
        "malformed,false",
        "unknown_type,false",
        "delivery_limit,false",
        "expired,false"
    })
    void a_failure_tells_its_reason_and_whether_another_try_could_have_helped(String reason, boolean retryable) {
        JsonNode data = dataOf(EVENTS.failed(plain(), "t.x", ERROR, reason, null, NOW));
        assertThat(data.get("reason").textValue()).isEqualTo(reason);
        assertThat(data.get("error").get("retryable").booleanValue()).isEqualTo(retryable);
        assertThat(data.get("started_at").isNull()).isTrue();
        assertThat(data.get("duration_ms").intValue()).isZero();
    }

    @Test
    void an_endless_error_message_is_cut_to_1_kib() {
        JobError wordy = JobError.of("€".repeat(5_000));
        JsonNode data = dataOf(EVENTS.failed(plain(), "t.x", wordy, "rejected", null, NOW));
        assertThat(data.get("error").get("message").textValue()).isEqualTo("€".repeat(341));
    }

    record Page(int number, Instant printedAt) {}

    @Test
    void a_result_may_be_anything_that_jackson_writes() {
        assertThat(dataOf(completed(plain(), "text")).get("result").textValue()).isEqualTo("text");
        assertThat(dataOf(completed(plain(), List.of(1, 2))).get("result").toString())
                .isEqualTo("[1,2]");
        assertThat(dataOf(completed(plain(), Map.of("a", Map.of("b", true))))
                        .get("result")
                        .toString())
                .isEqualTo("{\"a\":{\"b\":true}}");
        assertThat(dataOf(completed(plain(), new Object())).get("result").toString())
                .isEqualTo("{}");
    }

    @Test
    void a_result_keeps_its_digits() {
        JobEvent event = completed(plain(), Map.of("sum", new BigDecimal("12345678901234567890.120")));
        assertThat(new String(event.data(), StandardCharsets.UTF_8)).contains("{\"sum\":12345678901234567890.120}");
    }

    @Test
    void a_result_of_64_kib_is_told_and_one_byte_more_is_left_out() {
        assertThat(dataOf(completed(plain(), "x".repeat(64 * 1024 - 2)))
                        .get("result")
                        .isTextual())
                .isTrue();
        assertThat(dataOf(completed(plain(), "x".repeat(64 * 1024 - 1)))
                        .get("result")
                        .isNull())
                .isTrue();
    }

    record Closed(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("closed");
        }
    }

    /** Results that cannot be written as JSON, each in its own way. */
    private static List<Object> unspeakable() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        return List.of(
                itself,
                new Closed("report"),
                new AbstractMap<String, String>() {
                    @Override
                    public Set<Entry<String, String>> entrySet() {
                        throw new UnsupportedOperationException("no entries");
                    }
                },
                "half a character \ud83d",
                new Page(1, NOW));
    }

    @ParameterizedTest
    @MethodSource("unspeakable")
    void a_result_that_cannot_be_written_is_left_out_and_the_job_is_done_all_the_same(Object result) {
        JobEvent event = completed(plain(), result);
        assertThat(event.kind()).isEqualTo(JobEvent.Kind.COMPLETED);
        assertThat(dataOf(event).get("result")).isNotNull();
    }

    @Test
    void the_user_is_known_to_the_notification_but_is_no_header() {
        JobEvent event = completed(complete(), null);
        assertThat(event.user()).isEqualTo("u-7");
        assertThat(event.headers()).doesNotContainValue("u-7");
    }

    @Test
    void data_are_utf_8() {
        JobEvent event = completed(plain(), "Grüße 😀");
        assertThat(new String(event.data(), StandardCharsets.UTF_8)).contains("\"Grüße 😀\"");
    }
}
