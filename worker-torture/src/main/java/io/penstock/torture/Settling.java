package io.penstock.torture;

import io.penstock.testbed.RabbitMqServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits until no queue holds anything but dead letters. The time limit begins anew whenever something moves. For one
 * thread.
 */
final class Settling {
    private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LOOKS_IN_A_ROW = 2;
    private static final Pattern QUEUE = Pattern.compile("(?m)^(\\S+)\\s+(\\d+)\\s*$");

    private final RabbitMqServer broker;
    private final LongSupplier effects;

    Settling(RabbitMqServer broker, LongSupplier effects) {
        this.broker = broker;
        this.effects = effects;
    }

    /** What is left when nothing moves any more: messages by queue, empty if all is well. */
    Map<String, Long> await() throws InterruptedException {
        long deadline = System.nanoTime() + WITHOUT_PROGRESS.toNanos();
        Map<String, Long> before = Map.of();
        long effectsBefore = 0;
        int empty = 0;
        while (System.nanoTime() < deadline && empty < LOOKS_IN_A_ROW) {
            Map<String, Long> now = waiting(broker.ctl("list_queues", "--no-table-headers", "name", "messages"));
            empty = now.isEmpty() ? empty + 1 : 0;
            if (!now.equals(before) || effects.getAsLong() != effectsBefore) {
                deadline = System.nanoTime() + WITHOUT_PROGRESS.toNanos();
            }
            before = now;
            effectsBefore = effects.getAsLong();
            Thread.sleep(BETWEEN_LOOKS);
        }
        return before;
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
