package io.penstock.torture.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.torture.evidence.Event.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic of events from its beginning to its end with a plain Kafka client. For one thread. */
public final class EventReader {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration POLL = Duration.ofMillis(500);

    private EventReader() {}

    /** All events; empty if nobody has ever told one. */
    public static List<Event> readAll(String bootstrapServers, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(part -> new TopicPartition(topic, part.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return read(consumer, consumer.endOffsets(partitions));
        }
    }

    private static List<Event> read(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        List<Event> events = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(message -> events.add(read(message)));
        }
        return events;
    }

    private static Event read(ConsumerRecord<String, byte[]> message) {
        End end = switch (header(message, "ce_type")) {
            case "io.penstock.job.completed.v1" -> End.COMPLETED;
            case "io.penstock.job.failed.v1" -> End.FAILED;
            default -> null;
        };
        return new Event(
                header(message, "ce_id"),
                header(message, "ce_subject"),
                end,
                end == End.FAILED ? reason(message.value()) : null,
                Instant.parse(header(message, "ce_time")).toEpochMilli());
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        return new String(
                Objects.requireNonNull(message.headers().lastHeader(name), name).value(), UTF_8);
    }

    private static String reason(byte[] data) {
        try {
            JsonNode reason = JSON.readTree(data).path("reason");
            return reason.asText();
        } catch (IOException e) {
            throw new UncheckedIOException("an event that is no JSON", e);
        }
    }
}
