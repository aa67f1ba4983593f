package io.penstock.worker;

import io.penstock.internal.amqp.Topology;
import io.penstock.internal.job.QueueConsumer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds consumers that are connected and receive nothing although their queue is not empty. At the second look in a row
 * the consumer is rebuilt; if rebuilding does not help, the process is reported as not live, so that whoever supervises
 * it starts a new one.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final int LOOKS_BEFORE_REBUILD = 2;
    private static final int REBUILDS_BEFORE_NOT_LIVE = 2;

    private final Topology topology;
    private final List<QueueConsumer> consumers;
    private final Duration interval;
    private final Map<String, Sight> sights = new HashMap<>();
    private final Map<String, String> given = new ConcurrentHashMap<>();
    private final Thread thread;

    /** What the last look at a consumer showed. */
    private record Sight(long arrivals, int idleLooks, int rebuilds) {}

    Watchdog(Topology topology, List<QueueConsumer> consumers, Duration interval) {
        this.topology = topology;
        this.consumers = List.copyOf(consumers);
        this.interval = interval;
        this.thread = Thread.ofPlatform().daemon().name("watchdog").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                return;
            }
            consumers.forEach(this::look);
        }
    }

    private void look(QueueConsumer consumer) {
        Sight before = sights.getOrDefault(consumer.queue(), new Sight(-1, 0, 0));
        long arrivals = consumer.arrivals();
        if (arrivals != before.arrivals()) {
            given.remove(consumer.queue());
            sights.put(consumer.queue(), new Sight(arrivals, 0, 0));
        } else if (isStarving(consumer)) {
            sights.put(consumer.queue(), starving(consumer, before));
        } else {
            sights.put(consumer.queue(), new Sight(arrivals, 0, before.rebuilds()));
        }
    }

    private boolean isStarving(QueueConsumer consumer) {
        if (!consumer.isConsuming() || !consumer.hasRoom()) {
            return false;
        }
        try {
            return topology.look(consumer.queue()).getMessageCount() > 0;
        } catch (IOException e) {
            log.debug("cannot look at queue {}: {}", consumer.queue(), e.getMessage());
            return false;
        }
    }

    private Sight starving(QueueConsumer consumer, Sight before) {
        int looks = before.idleLooks() + 1;
        if (looks < LOOKS_BEFORE_REBUILD) {
            return new Sight(before.arrivals(), looks, before.rebuilds());
        }
        int rebuilds = before.rebuilds() + 1;
        if (rebuilds > REBUILDS_BEFORE_NOT_LIVE) {
            given.put(
                    consumer.queue(),
                    "receives nothing although the queue is not empty; rebuilt " + before.rebuilds()
                            + " times in vain");
        }
        log.error(
                "the consumer of queue {} receives nothing although the queue is not empty; rebuilding it",
                consumer.queue());
        consumer.rebuild();
        return new Sight(before.arrivals(), 0, rebuilds);
    }

    /** Consumers that could not be helped, and why. */
    Map<String, String> givenUp() {
        return Map.copyOf(given);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
