package io.penstock.console.collect;

import io.penstock.internal.amqp.BrokerConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects from the dead-letter queues of all queues that a source names, and asks the source again from time to time. It
 * declares no queue: that is the workers' business. Thread-safe.
 */
public final class Collector implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Collector.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final BrokerConnection connection;
    private final DeliveryReader reader;
    private final LetterStore store;
    private final QueueSource source;
    private final Map<String, QueueCollector> queues = new ConcurrentSkipListMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread discovery =
            Thread.ofPlatform().name("collector-discovery").unstarted(this::discover);

    /**
     * How it goes with one queue.
     *
     * @param queue      its name
     * @param collecting whether a consumer is open
     * @param state      one line for people
     * @param collected  how many dead letters were stored since the start
     */
    public record QueueState(String queue, boolean collecting, String state, long collected) {}

    /**
     * Prepares a collector.
     *
     * @param connection from {@link #connect}; stays the caller's
     * @param reader     reads messages
     * @param store      stores them
     * @param source     names queues
     */
    public Collector(BrokerConnection connection, DeliveryReader reader, LetterStore store, QueueSource source) {
        this.connection = connection;
        this.reader = reader;
        this.store = store;
        this.source = source;
    }

    /** A connection that gives messages as they came, for collectors alone. */
    public static BrokerConnection connect(String url) {
        return new BrokerConnection(url, "console-collects", new RawConnection.Factory());
    }

    /** Those of some names that have a dead-letter queue on the broker. */
    public static QueueSource known(BrokerConnection connection, Supplier<? extends Collection<String>> names) {
        return new KnownQueues(connection, names);
    }

    /** Begins. */
    public void start() {
        discovery.start();
    }

    private void discover() {
        String last = "";
        while (stopped.getCount() > 0) {
            try {
                source.queues().forEach(this::collectFrom);
                last = "";
            } catch (IOException | RuntimeException e) {
                String now = String.valueOf(e.getMessage());
                if (!now.equals(last)) {
                    log.warn("nobody says which queues have dead letters, going on with {}: {}", queues.keySet(), now);
                }
                last = now;
            } catch (InterruptedException e) {
                return;
            }
            pause(last.isEmpty() ? BETWEEN_LOOKS : Duration.ofSeconds(1));
        }
    }

    private void collectFrom(String queue) {
        queues.computeIfAbsent(queue, name -> {
            var collector = new QueueCollector(name, connection, reader, store);
            collector.start();
            return collector;
        });
    }

    private void pause(Duration time) {
        try {
            boolean unused = stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How it goes, by name of the queue. */
    public List<QueueState> states() {
        return queues.values().stream()
                .map(queue -> new QueueState(queue.queue(), queue.isCollecting(), queue.state(), queue.collected()))
                .toList();
    }

    /** Stores and acknowledges what is under way; waits for that no longer than ten seconds. */
    @Override
    public void close() {
        stopped.countDown();
        long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
        try {
            discovery.join(LONGEST_STOP.toMillis());
            queues.values().forEach(QueueCollector::stop);
            for (QueueCollector queue : queues.values()) {
                boolean unused = queue.awaitStopped((deadline - System.nanoTime()) / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
