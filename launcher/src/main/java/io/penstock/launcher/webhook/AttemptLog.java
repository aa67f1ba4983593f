package io.penstock.launcher.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The attempts of a job, as topic {@code jobs.events} remembers them. */
public final class AttemptLog {
    private static final String TOPIC = "jobs.events";
    private static final String TYPE = "io.penstock.webhook.attempt.v1";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bootstrapServers;

    public AttemptLog(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The data of the events of {@code job} since then, oldest first; each once. Reads all events of that time. */
    public List<JsonNode> of(String job, Instant since) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC, LIMIT).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions, LIMIT);
            seek(consumer, partitions, since);
            return sorted(read(consumer, end, job));
        } catch (KafkaException e) {
            throw CommandFailure.failed("Kafka at " + bootstrapServers + " does not answer: " + e.getMessage());
        }
    }

    private static void seek(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        consumer.offsetsForTimes(times, LIMIT).forEach((partition, found) -> {
            if (found == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, found.offset());
            }
        });
    }

    private static Map<String, JsonNode> read(
            KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> end, String job) {
        Map<String, JsonNode> attempts = new HashMap<>();
        while (end.entrySet().stream().anyMatch(last -> consumer.position(last.getKey(), LIMIT) < last.getValue())) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(500))) {
                if (job.equals(message.key()) && TYPE.equals(header(message, "ce_type"))) {
                    attempts.put(header(message, "ce_id"), data(message));
                }
            }
        }
        return attempts;
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static JsonNode data(ConsumerRecord<String, byte[]> message) {
        try {
            return JSON.readTree(message.value());
        } catch (IOException e) {
            throw CommandFailure.failed("an event of topic " + TOPIC + " cannot be read: " + e.getMessage());
        }
    }

    private static List<JsonNode> sorted(Map<String, JsonNode> attempts) {
        List<JsonNode> sorted = new ArrayList<>(attempts.values());
        sorted.sort(Comparator.comparing(attempt -> attempt.path("at").asText()));
        return sorted;
    }
}
