package io.penstock.console.replay;

import io.penstock.console.store.Database;
import io.penstock.console.store.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events of jobs from Kafka for the outcomes of replays. How far it has read is in the database, in the transaction
 * that puts down what was read: nothing is missed, whatever ends. Every console reads all partitions for itself.
 *
 * <p>Its thread is never interrupted: H2 would close its file over that.
 */
public final class EventReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BETWEEN_RETRIES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(5);
    /** Who has never read before cannot have replayed before. */
    private static final Duration FIRST = Duration.ofHours(1);

    private final Map<String, Object> config = new HashMap<>();
    private final String topic;
    private final Database database;
    private final Outcomes outcomes;
    private final Pauses pauses = new Pauses();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("replay-events").unstarted(this::run);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean away;
    private Instant lookedAt = Instant.EPOCH;
    private Instant notedAt = Instant.EPOCH;

    /** Reads this topic. */
    public EventReader(String bootstrapServers, String topic, Database database, Outcomes outcomes) {
        this.topic = topic;
        this.database = database;
        this.outcomes = outcomes;
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "penstock-console");
        // where we had read up to and nothing is kept any more; in all other cases it is said where to begin
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        config.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** False while Kafka does not answer, or has no such topic yet. */
    public boolean isAvailable() {
        return !away;
    }

    private void run() {
        while (!pauses.isOver()) {
            try (var open = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = open;
                lookedAt = Instant.EPOCH;
                while (!pauses.isOver()) {
                    read(open);
                }
            } catch (WakeupException e) {
                // closing
            } catch (RuntimeException e) {
                retry(e);
            } finally {
                consumer = null;
            }
        }
    }

    private void retry(RuntimeException e) {
        if (!(e instanceof KafkaException || e instanceof JdbiException)) {
            log.error("outcomes of replays could not be read, in an unforeseen way; trying again", e);
        } else if (!away) {
            log.warn("outcomes of replays wait in Kafka, trying again: {}", e.getMessage());
        }
        away = true;
        pauses.pause(BETWEEN_RETRIES);
    }

    private void read(KafkaConsumer<byte[], byte[]> open) {
        if (lookedAt.plus(BETWEEN_LOOKS).isBefore(Instant.now())) {
            assign(open);
            lookedAt = Instant.now();
        }
        if (open.assignment().isEmpty()) {
            away = true;
            lookedAt = Instant.EPOCH;
            pauses.pause(BETWEEN_RETRIES);
            return;
        }
        ConsumerRecords<byte[], byte[]> records = open.poll(POLL);
        away = false;
        var told = new ReplayedEvents();
        records.forEach(told::add);
        boolean noteDue = !records.isEmpty() && notedAt.plus(BETWEEN_NOTES).isBefore(Instant.now());
        if (!told.isEmpty() || noteDue) {
            put(open, told);
        }
    }

    private void put(KafkaConsumer<byte[], byte[]> open, ReplayedEvents told) {
        Map<Integer, Long> positions = new HashMap<>();
        open.assignment().forEach(partition -> positions.put(partition.partition(), open.position(partition)));
        database.inTransaction(handle -> {
            outcomes.retrying(handle, told.retries());
            outcomes.told(handle, told.outcomes());
            positions.forEach((partition, next) -> note(handle, partition, next));
            return told;
        });
        notedAt = Instant.now();
    }

    private void note(Handle handle, int partition, long next) {
        int updated = handle.execute(
                "UPDATE event_offset SET next_offset = ? WHERE topic = ? AND partition_no = ?", next, topic, partition);
        if (updated == 0) {
            handle.execute(
                    "INSERT INTO event_offset (topic, partition_no, next_offset) VALUES (?, ?, ?)",
                    topic,
                    partition,
                    next);
        }
    }

    /** Partitions may have been added. */
    private void assign(KafkaConsumer<byte[], byte[]> open) {
        Set<TopicPartition> all = new HashSet<>();
        var known = open.partitionsFor(topic);
        if (known != null) {
            known.forEach(each -> all.add(new TopicPartition(topic, each.partition())));
        }
        Set<TopicPartition> added = new HashSet<>(all);
        added.removeAll(open.assignment());
        if (added.isEmpty()) {
            return;
        }
        open.assign(all);
        Map<Integer, Long> noted = noted();
        Map<TopicPartition, Long> first = first(open, added);
        added.forEach(partition -> {
            Long next = noted.get(partition.partition());
            open.seek(partition, next == null ? first.getOrDefault(partition, 0L) : next);
        });
    }

    /** Of a partition in which nothing is as young, the end: looked for first, so that what arrives meanwhile is not left out. */
    private static Map<TopicPartition, Long> first(KafkaConsumer<byte[], byte[]> open, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = new HashMap<>(open.endOffsets(partitions));
        long since = Instant.now().minus(FIRST).toEpochMilli();
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since));
        open.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                first.put(partition, found.offset());
            }
        });
        return first;
    }

    private Map<Integer, Long> noted() {
        Map<Integer, Long> offsets = new HashMap<>();
        database.jdbi()
                .useHandle(handle -> handle.createQuery(
                                "SELECT partition_no, next_offset FROM event_offset WHERE topic = :topic")
                        .bind("topic", topic)
                        .map((row, context) -> Map.entry(row.getInt("partition_no"), row.getLong("next_offset")))
                        .forEach(entry -> offsets.put(entry.getKey(), entry.getValue())));
        return offsets;
    }

    @Override
    public void close() {
        pauses.end();
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        try {
            if (thread.isAlive()) {
                thread.join(10_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
