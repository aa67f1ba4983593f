package io.penstock.torture;

import io.penstock.testbed.RabbitMqServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits until no queue holds anything but dead letters. The time limit begins anew whenever there is less to do than ever
 * before or another job is done. For one thread.
 */
final class Settling {
    private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(90);
    /** The broker's counts are up to five seconds old, and a job may be on its way from one queue to another. */
    private static final Duration QUIET = Duration.ofSeconds(13);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Pattern QUEUE = Pattern.compile("(?m)^(\\S+)\\s+(\\d+)\\s*$");

    private final RabbitMqServer broker;
    private final LongSupplier effects;
    private final LongSupplier incidents;

    Settling(RabbitMqServer broker, LongSupplier effects, LongSupplier incidents) {
        this.broker = broker;
        this.effects = effects;
        this.incidents = incidents;
    }

    /** What is left when nothing moves any more: messages by queue, empty if all is well. */
    Map<String, Long> await() throws InterruptedException {
        Clock progress = new Clock();
        Clock quiet = new Clock();
        long least = Long.MAX_VALUE;
        long effectsBefore = -1;
        long incidentsBefore = -1;
        Map<String, Long> left = Map.of();
        while (!progress.isOlderThan(WITHOUT_PROGRESS) && !quiet.isOlderThan(QUIET)) {
            left = waiting(broker.ctl("list_queues", "--no-table-headers", "name", "messages"));
            long messages = left.values().stream().mapToLong(Long::longValue).sum();
            long done = effects.getAsLong();
            long happened = incidents.getAsLong();
            if (messages < least || done > effectsBefore) {
                progress.reset();
            }
            if (messages > 0 || done > effectsBefore || happened > incidentsBefore) {
                quiet.reset();
            }
            least = Math.min(least, messages);
            effectsBefore = done;
            incidentsBefore = happened;
            Thread.sleep(BETWEEN_LOOKS);
        }
        return left;
    }

    /** Since when. For one thread. */
    private static final class Clock {
        private long since = System.nanoTime();

        void reset() {
            since = System.nanoTime();
        }

        boolean isOlderThan(Duration limit) {
            return System.nanoTime() - since > limit.toNanos();
        }
    }

    /** Reads the broker's list. Dead letters are where they belong. */
    static Map<String, Long> waiting(String list) {
        Map<String, Long> queues = new LinkedHashMap<>();
        Matcher line = QUEUE.matcher(list);
        while (line.find()) {
            long messages = Long.parseLong(line.group(2));
            if (messages > 0 && !line.group(1).endsWith(".dlq")) {
                queues.put(line.group(1), messages);
            }
        }
        return queues;
    }
}
