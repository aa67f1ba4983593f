package io.penstock.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import io.penstock.internal.event.JobEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobEventTest {
    private static final byte[] DATA = "{\"job_id\":\"j-1\"}".getBytes(StandardCharsets.UTF_8);
    private static final Instant TIME = Instant.parse("2030-01-31T12:00:00.123456789Z");

    private static JobEvent event(Kind kind, String tenant, String traceparent, String user) {
        return new JobEvent("j-1:1:" + kind.word(), kind, "emails", "j-1", TIME, tenant, traceparent, user, DATA);
    }

    /** What the broker hands back: every text as a long string. */
    private static BasicProperties spooled(Map<String, String> headers) {
        Map<String, Object> onTheWire = new HashMap<>();
        headers.forEach((name, value) -> onTheWire.put(name, LongStringHelper.asLongString(value)));
        return new BasicProperties.Builder().headers(onTheWire).build();
    }

    private static Map<String, String> spoolHeaders(JobEvent event) {
        Map<String, String> headers = new HashMap<>(event.headers());
        headers.put("penstock-spool-for", "kafka");
        if (event.user() != null) {
            headers.put("penstock-user", event.user());
        }
        return headers;
    }

    static List<Kind> kinds() {
        return List.of(Kind.COMPLETED, Kind.RETRYING, Kind.FAILED, new Kind("webhook.attempt"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void an_event_comes_out_of_the_spool_as_it_went_in(Kind kind) {
        for (JobEvent event :
                new JobEvent[] {event(kind, "acme", "00-a-b-01", "Jörg"), event(kind, null, null, null)}) {
            Spool.Spooled read = Spool.read(spooled(spoolHeaders(event)), DATA);
            assertThat(read.sink()).isEqualTo("kafka");
            assertThat(read.event()).usingRecursiveComparison().isEqualTo(event);
            assertThat(read.event().headers()).isEqualTo(event.headers());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"penstock-spool-for", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time"})
    void a_message_in_the_spool_that_lacks_something_is_refused_by_name(String missing) {
        Map<String, String> headers = spoolHeaders(event(Kind.COMPLETED, null, null, null));
        headers.remove(missing);
        assertThatThrownBy(() -> Spool.read(spooled(headers), DATA))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing);
    }

    @Test
    void a_message_in_the_spool_without_any_header_is_refused() {
        assertThatThrownBy(() -> Spool.read(null, DATA)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spool.read(new BasicProperties(), DATA)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_message_in_the_spool_with_an_unreadable_time_is_refused_as_any_other_mistake() {
        Map<String, String> headers = spoolHeaders(event(Kind.COMPLETED, null, null, null));
        headers.put("ce_time", "yesterday");
        assertThatThrownBy(() -> Spool.read(spooled(headers), DATA))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ce_time");
    }

    @Test
    void an_event_of_a_kind_that_is_not_ours_is_refused() {
        Map<String, String> headers = spoolHeaders(event(Kind.COMPLETED, null, null, null));
        headers.put("ce_type", "com.example.other");
        assertThatThrownBy(() -> Spool.read(spooled(headers), DATA))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("com.example.other");
    }
}
