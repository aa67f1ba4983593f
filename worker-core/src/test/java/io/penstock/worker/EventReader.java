package io.penstock.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.testbed.KafkaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** A plain Kafka client that knows nothing of Penstock but the topic's name: it reads everything from the beginning. */
final class EventReader implements AutoCloseable {
    private static final String TOPIC = "jobs.events";
    private static final JsonMapper JSON = new JsonMapper();

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Event> events = new ArrayList<>();

    /** One message of the topic. */
    record Event(String key, Map<String, String> headers, JsonNode data) {
        String id() {
            return headers.get("ce_id");
        }

        String type() {
            return headers.get("ce_type");
        }

        String jobId() {
            return data.get("job_id").textValue();
        }
    }

    EventReader(KafkaServer kafka) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "reconnect.backoff.max.ms",
                500,
                "enable.auto.commit",
                false);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Awaitility.await("topic " + TOPIC)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> consumer.partitionsFor(TOPIC).stream()
                                .map(part -> new TopicPartition(TOPIC, part.partition()))
                                .toList(),
                        found -> !found.isEmpty());
        consumer.assign(partitions);
    }

    /** Waits for at least so many events of a queue and returns all of them, oldest first within a job. */
    List<Event> await(String queue, int atLeast) {
        return await(queue, atLeast + " events", events -> events.size() >= atLeast);
    }

    /** Waits until each of these events was told, be it more than once. */
    List<Event> awaitIds(String queue, Set<String> ids) {
        return await(queue, "events for all jobs", events -> ids(events).containsAll(ids));
    }

    private List<Event> await(String queue, String what, Predicate<List<Event>> enough) {
        return Awaitility.await(what + " of " + queue)
                .pollInSameThread()
                .atMost(Duration.ofSeconds(40))
                .until(() -> of(queue), enough);
    }

    /** What has been told of a queue up to now. */
    List<Event> of(String queue) {
        consumer.poll(Duration.ofMillis(200)).forEach(message -> events.add(read(message)));
        return events.stream()
                .filter(event -> event.data().path("queue").asText().equals(queue))
                .toList();
    }

    static Set<String> ids(List<Event> events) {
        return events.stream().map(Event::id).collect(Collectors.toSet());
    }

    private static Event read(ConsumerRecord<String, byte[]> message) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            return new Event(message.key(), headers, JSON.readTree(message.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
