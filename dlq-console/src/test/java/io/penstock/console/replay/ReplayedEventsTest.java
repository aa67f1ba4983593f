package io.penstock.console.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ReplayedEventsTest {
    private static final String REPLAY = ReplayIds.replay();
    private static final Instant AT = Instant.parse("2026-11-28T03:00:00Z");

    private final ReplayedEvents events = new ReplayedEvents();

    private static ConsumerRecord<byte[], byte[]> event(String kind, String id, String data) {
        var record = new ConsumerRecord<byte[], byte[]>("jobs.events", 0, 0, new byte[0], bytes(data));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_type", "io.penstock.job." + kind + ".v1");
        headers.put("ce_id", id);
        headers.put("ce_subject", "order:7");
        headers.put("ce_source", "/penstock/emails");
        headers.put("ce_time", AT.toString());
        headers.put("ce_tenant", "acme");
        headers.forEach((name, value) -> record.headers().add(name, bytes(value)));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String id(String kind) {
        return "order:7:" + REPLAY + ":2:" + kind;
    }

    @Test
    void ends_and_retries_of_replayed_jobs_are_heard() {
        String key = JobKey.of("emails", "acme", "order:7");
        events.add(event("retrying", id("retrying"), "{\"retry_at\":\"2026-11-28T03:05:00Z\"}"));
        events.add(event("completed", id("completed"), "{}"));
        events.add(event("failed", id("failed"), "{}"));

        assertThat(events.retries()).containsExactly(new Outcomes.Retry(REPLAY, key, AT.plusSeconds(300)));
        assertThat(events.outcomes())
                .containsExactly(
                        new Outcomes.Outcome(REPLAY, key, true, AT, null),
                        new Outcomes.Outcome(REPLAY, key, false, AT, null));
    }

    @Test
    void a_retry_that_does_not_say_when_is_due_at_once() {
        for (String data :
                new String[] {"", "no json", "[]", "{\"retry_at\":7}", "{\"retry_at\":\"+99999-01-01T00:00:00Z\"}"}) {
            events.add(event("retrying", id("retrying"), data));
        }
        assertThat(events.retries()).hasSize(5).allMatch(retry -> retry.at().equals(AT));
    }

    @Test
    void what_no_replay_has_sent_tells_nothing() {
        events.add(event("completed", "order:7:2:completed", "{}"));
        events.add(event("completed", "order:8:" + REPLAY + ":2:completed", "{}"));
        events.add(event("webhook.attempt", id("attempt"), "{}"));

        assertThat(events.isEmpty()).isTrue();
    }
}
