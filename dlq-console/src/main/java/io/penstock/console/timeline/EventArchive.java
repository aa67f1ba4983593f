package io.penstock.console.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Looks a job's events up where they are kept: in the partition of the topic that its id leads to. Nothing is stored for that, so
 * workers may tell as much as they like; looking takes the longer the more was told since. Events from before the topic got more
 * partitions are not found. Thread-safe.
 */
public final class EventArchive {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> config = new HashMap<>();
    private final String topic;
    private final Duration patience;

    /** @param patience how long to look at most */
    public EventArchive(String bootstrapServers, String topic, Duration patience) {
        this.topic = topic;
        this.patience = patience;
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "penstock-console-timeline");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    }

    /**
     * The events of a job.
     *
     * @param since those that Kafka got from this instant on
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public Timeline of(String jobId, Instant since) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (var kafka = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = kafka.partitionsFor(topic);
            if (partitions == null || partitions.isEmpty()) {
                return new Timeline(List.of(), true);
            }
            TopicPartition partition = new TopicPartition(topic, partitionOf(jobId, partitions.size()));
            kafka.assign(List.of(partition));
            long end = kafka.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            OffsetAndTimestamp first = kafka.offsetsForTimes(Map.of(partition, since.toEpochMilli()))
                    .get(partition);
            if (first == null) {
                return new Timeline(List.of(), true);
            }
            kafka.seek(partition, first.offset());
            return read(kafka, jobId, end, deadline);
        }
    }

    /** As Kafka's producers choose it for a key. */
    private static int partitionOf(String jobId, int partitions) {
        return Utils.toPositive(Utils.murmur2(Utils.utf8(jobId))) % partitions;
    }

    private static Timeline read(KafkaConsumer<byte[], byte[]> kafka, String jobId, long end, long deadline) {
        Map<String, Timeline.Event> events = new LinkedHashMap<>();
        TopicPartition partition = kafka.assignment().iterator().next();
        byte[] key = Utils.utf8(jobId);
        while (kafka.position(partition) < end) {
            if (System.nanoTime() > deadline) {
                return new Timeline(List.copyOf(events.values()), false);
            }
            kafka.poll(POLL)
                    .forEach(message ->
                            EventMessage.read(message, key).ifPresent(event -> events.putIfAbsent(event.id(), event)));
        }
        return new Timeline(List.copyOf(events.values()), true);
    }
}
