package io.penstock.console.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.job.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What events tell of jobs that replays have sent. Whatever anybody writes to the topic, this does not fail. For one thread. */
final class ReplayedEvents {
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final List<Outcomes.Outcome> outcomes = new ArrayList<>();
    private final List<Outcomes.Retry> retries = new ArrayList<>();

    List<Outcomes.Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    List<Outcomes.Retry> retries() {
        return List.copyOf(retries);
    }

    boolean isEmpty() {
        return outcomes.isEmpty() && retries.isEmpty();
    }

    private record Job(String replayId, String key) {}

    /** Adds what this one tells, if it tells anything of such a job. */
    void add(ConsumerRecord<byte[], byte[]> event) {
        String type = String.valueOf(text(event, "ce_type"));
        boolean completed = type.equals(JobEvent.Kind.COMPLETED.type());
        boolean retrying = type.equals(JobEvent.Kind.RETRYING.type());
        Job job = completed || retrying || type.equals(JobEvent.Kind.FAILED.type()) ? job(event) : null;
        if (job == null) {
            return;
        }
        if (retrying) {
            retries.add(new Outcomes.Retry(job.replayId(), job.key(), retryAt(event)));
        } else {
            outcomes.add(new Outcomes.Outcome(job.replayId(), job.key(), completed, time(event), null));
        }
    }

    /** Null if no replay has sent it. */
    private static @Nullable Job job(ConsumerRecord<byte[], byte[]> event) {
        String id = text(event, "ce_id");
        String job = text(event, "ce_subject");
        String source = text(event, "ce_source");
        if (id == null || job == null || source == null || !id.startsWith(job + ":")) {
            return null;
        }
        String[] rest = id.substring(job.length() + 1).split(":", -1);
        if (rest.length != 3 || !ReplayIds.isReplay(rest[0])) {
            return null;
        }
        String queue = source.substring(source.lastIndexOf('/') + 1);
        return new Job(rest[0], JobKey.of(queue, text(event, "ce_tenant"), job));
    }

    private static Instant retryAt(ConsumerRecord<byte[], byte[]> event) {
        try {
            byte[] data = event.value();
            JsonNode read = data == null ? null : Json.EVENTS.readTree(data);
            Instant at = read == null ? null : instant(read.path("retry_at").asText());
            return at == null ? time(event) : at;
        } catch (IOException e) {
            return time(event);
        }
    }

    /** When it happened; Kafka knows a time, too. */
    private static Instant time(ConsumerRecord<byte[], byte[]> event) {
        Instant time = instant(String.valueOf(text(event, "ce_time")));
        return time == null ? Instant.ofEpochMilli(event.timestamp()) : time;
    }

    /** Null if it is none that a database takes. */
    private static @Nullable Instant instant(String text) {
        try {
            Instant time = Instant.parse(text);
            return time.isAfter(Instant.EPOCH) && time.isBefore(LATEST) ? time : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> event, String name) {
        Header header = event.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
