package io.penstock.console.schedule;

import io.penstock.console.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the events of jobs that runs of schedules have ended, for those that must not overlap themselves. Each console reads all
 * partitions from the moment at which the oldest run began that is thought to go on, so that nothing is missed while no console runs
 * and no offsets are kept.
 */
final class JobEnds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobEnds.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration WHILE_AWAY = Duration.ofSeconds(2);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    /** Clocks differ, and Kafka keeps the producer's time. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Set<String> ENDS = Set.of("io.penstock.job.completed.v1", "io.penstock.job.failed.v1");

    private final Database database;
    private final String topic;
    private final Map<String, Object> settings;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("schedule-job-ends").unstarted(this::run);
    private volatile boolean closed;
    private volatile boolean upToDate;
    /** How far to read until everything is heard that was told when this was asked. Used by the thread alone. */
    private final Map<TopicPartition, Long> goals = new HashMap<>();

    private long askedAt;
    private volatile @Nullable KafkaConsumer<String, byte[]> open;

    JobEnds(Database database, String bootstrapServers, String topic) {
        this.database = database;
        this.topic = topic;
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                "penstock-console-" + UUID.randomUUID(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                // a topic, or a partition, that is created later is soon seen
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                "30000");
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                open = consumer;
                consumer.subscribe(List.of(topic), new FromOldestRun(consumer));
                listen(consumer);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException | JdbiException e) {
                upToDate = false;
                log.warn("the ends of jobs cannot be heard of; schedules that must not overlap wait: {}", e.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(WHILE_AWAY);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void listen(KafkaConsumer<String, byte[]> consumer) {
        while (!closed) {
            Set<String> ended = new HashSet<>();
            consumer.poll(POLL).forEach(event -> {
                if (isEndOfOurs(event)) {
                    ended.add(event.key());
                }
            });
            while (!ended.isEmpty() && !closed && !areTold(ended)) {
                upToDate = false;
                pause();
            }
            checkUpToDate(consumer);
        }
    }

    /** While Kafka is away nothing comes, and nothing says so: it is asked every few seconds. */
    private void checkUpToDate(KafkaConsumer<String, byte[]> consumer) {
        if (consumer.assignment().isEmpty()) {
            return;
        }
        if (goals.isEmpty() && System.nanoTime() - askedAt > ASK_EVERY.toNanos()) {
            try {
                goals.putAll(consumer.endOffsets(consumer.assignment(), ANSWER_WITHIN));
                askedAt = System.nanoTime();
            } catch (TimeoutException e) {
                upToDate = false;
                return;
            }
        }
        goals.entrySet().removeIf(goal -> consumer.position(goal.getKey()) >= goal.getValue());
        if (goals.isEmpty()) {
            upToDate = true;
        } else if (System.nanoTime() - askedAt > ASK_EVERY.toNanos()) {
            upToDate = false;
        }
    }

    /** Whether all ends were heard that were told until some seconds ago. */
    boolean isUpToDate() {
        return upToDate;
    }

    private static boolean isEndOfOurs(ConsumerRecord<String, byte[]> event) {
        if (event.key() == null || !event.key().startsWith(ScheduleId.JOB_PREFIX)) {
            return false;
        }
        Header type = event.headers().lastHeader("ce_type");
        return type != null && ENDS.contains(new String(type.value(), StandardCharsets.UTF_8));
    }

    private boolean areTold(Collection<String> jobs) {
        try {
            ended(database, jobs);
            return true;
        } catch (JdbiException e) {
            log.warn("the ends of {} jobs cannot be written down yet: {}", jobs.size(), e.getMessage());
            return false;
        }
    }

    /**
     * Writes down that jobs have ended, all in one transaction. A quick worker may be done before the transaction has ended that
     * published the job: so the rows are locked first, which waits for that, and only then looked at.
     */
    static void ended(Database database, Collection<String> jobs) {
        List<String> ids = jobs.stream().map(ScheduleId::scheduleOf).distinct().toList();
        database.inTransaction(handle -> {
            Set<String> locked = Set.copyOf(handle.createQuery("SELECT id FROM schedule WHERE overlap = 'skip'"
                            + " AND id = ANY(:ids) ORDER BY id FOR UPDATE")
                    .bindArray("ids", String.class, ids)
                    .mapTo(String.class)
                    .list());
            jobs.stream()
                    .filter(job -> locked.contains(ScheduleId.scheduleOf(job)))
                    .forEach(job -> handle.execute(
                            "UPDATE schedule SET busy_job = NULL, busy_at = NULL WHERE id = ? AND busy_job = ?",
                            ScheduleId.scheduleOf(job),
                            job));
            return locked.size();
        });
    }

    /** When the oldest run began that counts as going on; those of which nothing was heard for too long do not. */
    static Instant oldestRun(Database database, Instant now) {
        return database.jdbi()
                .withHandle(handle -> handle
                        .createQuery("SELECT busy_at, busy_ms FROM schedule"
                                + " WHERE busy_job IS NOT NULL AND overlap = 'skip' AND state <> 'done'")
                        .map((row, context) -> new Busy(
                                row.getObject("busy_at", OffsetDateTime.class).toInstant(),
                                Duration.ofMillis(row.getLong("busy_ms"))))
                        .stream()
                        .filter(busy -> busy.since().plus(busy.atMost()).isAfter(now))
                        .map(Busy::since)
                        .min(Comparator.naturalOrder()))
                .orElse(now);
    }

    private record Busy(Instant since, Duration atMost) {}

    private final class FromOldestRun implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> consumer;

        FromOldestRun(KafkaConsumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            goals.clear();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            long from = oldestRun(database, Instant.now()).minus(MARGIN).toEpochMilli();
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, from));
            // at once, as the end moves on
            Map<TopicPartition, Long> last = consumer.endOffsets(partitions);
            Map<TopicPartition, OffsetAndTimestamp> since = consumer.offsetsForTimes(times);
            last.forEach((partition, end) -> {
                OffsetAndTimestamp found = since.get(partition);
                consumer.seek(partition, found == null ? end : found.offset());
            });
            goals.clear();
            goals.putAll(last);
            askedAt = System.nanoTime();
            upToDate = false;
        }
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<String, byte[]> listening = open;
        if (listening != null) {
            listening.wakeup();
        }
        try {
            if (thread.isAlive() && !thread.join(LONGEST_STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
