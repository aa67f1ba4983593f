package io.penstock.launcher.watch;

import io.penstock.launcher.terminal.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topic {@code jobs.events} from its current end, as a consumer without a group. */
public final class KafkaWatch implements JobWatch {
    private static final String TOPIC = "jobs.events";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Queue<JobEvent> read = new ArrayDeque<>();

    /** Positions itself behind the last event; everything that is published afterwards is heard. */
    public KafkaWatch(String bootstrapServers) {
        try {
            this.consumer = new KafkaConsumer<>(
                    settings(bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw CommandFailure.usage("KAFKA_BOOTSTRAP_SERVERS: " + rootMessage(e));
        }
        try {
            consumer.assign(partitions());
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(partition -> consumer.position(partition, CONNECT_LIMIT));
        } catch (KafkaException e) {
            close();
            throw CommandFailure.failed("Kafka at " + bootstrapServers + " does not answer: " + rootMessage(e));
        }
    }

    @Override
    public Optional<JobEvent> next(Duration patience) {
        if (read.isEmpty()) {
            poll(patience);
        }
        return Optional.ofNullable(read.poll());
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void poll(Duration patience) {
        if (consumer.assignment().isEmpty()) {
            adoptNewTopic();
        }
        if (consumer.assignment().isEmpty()) {
            pause(patience);
            return;
        }
        for (ConsumerRecord<String, byte[]> message : consumer.poll(patience)) {
            JobEvent.read(headersOf(message), message.value()).ifPresent(read::add);
        }
    }

    /** The topic did not exist when this watch was opened, so all that is in it happened since. */
    private void adoptNewTopic() {
        consumer.assign(partitions());
        consumer.seekToBeginning(consumer.assignment());
    }

    private Collection<TopicPartition> partitions() {
        return consumer.partitionsFor(TOPIC, CONNECT_LIMIT).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "allow.auto.create.topics",
                false,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest");
    }

    private static Map<String, String> headersOf(ConsumerRecord<String, byte[]> message) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : List.of(message.headers().toArray())) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static void pause(Duration patience) {
        try {
            Thread.sleep(Math.min(patience.toMillis(), 100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
