package io.penstock.internal.amqp;

import java.time.Duration;

/**
 * The binary delay ladder: 17 queues with a time to live of 2ⁿ seconds, chained by topic exchanges. A message carries its
 * delay as 17 bits in its routing key and waits in the queues of the bits that are set, so that each queue has one
 * uniform time to live and no message waits behind a slower one. The design is NServiceBus's delay infrastructure.
 */
public final class DelayLadder {
    /** Number of rungs; rung n waits 2ⁿ seconds. */
    public static final int RUNGS = 17;
    /** Longest delay of one pass, about 36 hours. Longer ones pass again. */
    public static final Duration LONGEST = Duration.ofSeconds((1L << RUNGS) - 1);

    /** Exchange that ends the ladder: {@code #.queue} leads to the queue. */
    public static final String DELIVER = "penstock.delay.deliver";

    private DelayLadder() {}

    /** Name of the exchange and of the queue of a rung. */
    public static String rung(int n) {
        return "penstock.delay.%02d".formatted(n);
    }

    /**
     * Where to publish so that the message reaches {@code queue} after {@code delay}.
     *
     * @param delay rounded up to whole seconds, at least one; cut to {@link #LONGEST}
     */
    public static Route route(String queue, Duration delay) {
        Duration onePass = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        long seconds = Math.max(1, onePass.plusNanos(999_999_999).toSeconds());
        StringBuilder key = new StringBuilder(RUNGS * 2 + queue.length());
        for (int rung = RUNGS - 1; rung >= 0; rung--) {
            key.append((seconds >> rung) & 1).append('.');
        }
        int highest = 63 - Long.numberOfLeadingZeros(seconds);
        return new Route(rung(highest), key.append(queue).toString());
    }

    /** Binding key of rung n: {@code bit} at its place, anything above and below it. */
    static String bindingKey(int n, int bit) {
        return "*.".repeat(RUNGS - 1 - n) + bit + ".#";
    }

    /** Exchange and routing key. */
    public record Route(String exchange, String routingKey) {}
}
