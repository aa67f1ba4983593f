package io.penstock.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.testbed.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NotificationSchemaTest {
    private static final Schema SCHEMA = Schema.named("notification");

    private static JsonNode notification(JobEvent.Kind kind) {
        byte[] data = "{\"job_id\":\"j-1\"}".getBytes(StandardCharsets.UTF_8);
        return new JsonMapper()
                .valueToTree(RedisNotificationSink.entry(new JobEvent(
                        "j-1:1:x", kind, "q", "j-1", Instant.parse("2030-01-31T12:00:00Z"), null, null, "u", data)));
    }

    @Test
    void the_entries_of_a_users_stream_are_as_the_schema_says() {
        assertThat(SCHEMA.violations(notification(JobEvent.Kind.COMPLETED))).isEmpty();
        assertThat(SCHEMA.violations(notification(JobEvent.Kind.FAILED))).isEmpty();
    }

    @Test
    void what_is_no_end_of_a_job_is_no_notification() {
        assertThat(JobEvent.Kind.RETRYING.isTerminal()).isFalse();
        assertThat(SCHEMA.violations(notification(JobEvent.Kind.RETRYING))).isNotEmpty();
    }
}
