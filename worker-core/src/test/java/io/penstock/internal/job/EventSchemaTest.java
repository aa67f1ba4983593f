package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.JobError;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.event.JobEvent;
import io.penstock.testbed.schema.Schema;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the schemas of events against the events that are built. */
class EventSchemaTest {
    private static final Instant STARTED = Instant.parse("2030-01-31T12:00:01Z");
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:03.5Z");
    private static final JobError ERROR = JobError.of("java.io.IOException", "refused");
    private static final JobEvents EVENTS = new JobEvents(new Redactor(List.of()), "host-1/42 penstock/1.0");

    private static Stream<Envelope> envelopes() {
        BasicProperties complete = Given.properties(Map.of(
                        "penstock-tenant", "acme",
                        "penstock-user", "u-7",
                        "penstock-attempt", 3,
                        "penstock-replay-id", "r-7",
                        "penstock-meta-order", "42",
                        "tracestate", "a=b"))
                .timestamp(Date.from(Instant.parse("2030-01-31T11:59:00Z")))
                .correlationId("c-9")
                .appId("shop")
                .build();
        return Stream.of(Given.envelope(Map.of()), Given.envelope(complete), Given.envelope(new BasicProperties()));
    }

    private static Stream<JobEvent> events() {
        return envelopes()
                .flatMap(envelope -> Stream.of(
                        EVENTS.completed(envelope, "t.x", Map.of("pages", 3), STARTED, NOW),
                        EVENTS.completed(envelope, "t.x", null, STARTED, NOW),
                        EVENTS.retrying(envelope, "t.x", ERROR, Duration.ofSeconds(40), STARTED, NOW),
                        failed(envelope, "attempts_exhausted", STARTED),
                        failed(envelope, "malformed", null)));
    }

    private static JobEvent failed(Envelope envelope, String reason, @Nullable Instant startedAt) {
        return EVENTS.failed(envelope, "", ERROR, reason, startedAt, NOW);
    }

    @ParameterizedTest
    @MethodSource("events")
    void every_event_is_one_that_its_schema_accepts_and_describes_in_full(JobEvent event) throws IOException {
        Schema schema = Schema.named(event.kind().type());
        JsonNode data = new JsonMapper().readTree(event.data());
        assertThat(schema.violations(data)).isEmpty();
        assertThat(schema.undescribed(data)).isEmpty();
    }

    @Test
    void an_event_that_lacks_what_consumers_rely_on_is_refused_by_its_schema() throws IOException {
        JobEvent event = failed(Given.envelope(Map.of()), "rejected", STARTED);
        Schema schema = Schema.named(event.kind().type());
        JsonNode data = new JsonMapper().readTree(event.data());
        schema.document().path("required").forEach(field -> {
            ObjectNode without = data.deepCopy();
            without.remove(field.textValue());
            assertThat(schema.violations(without)).as(field.textValue()).isNotEmpty();
        });
    }

    @Test
    void every_reason_of_the_runtime_is_one_that_the_schema_accepts() {
        Schema reason = Schema.named("io.penstock.job.failed.v1").at("properties/reason");
        for (Verdict.Reason one : Verdict.Reason.values()) {
            assertThat(reason.violations(TextNode.valueOf(one.word()))).isEmpty();
        }
    }
}
