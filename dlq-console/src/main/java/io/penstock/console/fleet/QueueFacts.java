package io.penstock.console.fleet;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the management API says of a queue.
 *
 * @param type {@code quorum}, {@code classic} or {@code stream}
 * @param durable whether it outlives the broker
 * @param arguments it was declared with
 * @param policy the keys of the policies that are in effect for it
 * @param unacked messages that consumers hold; null if the broker has not counted yet
 * @param rates null if nothing has happened yet, or the broker counts no rates
 * @param headAt when the oldest message was published; null if the broker does not say
 */
record QueueFacts(
        String type,
        boolean durable,
        Map<String, Object> arguments,
        Map<String, Object> policy,
        @Nullable Long unacked,
        @Nullable Rates rates,
        @Nullable Instant headAt) {

    /**
     * Messages per second.
     *
     * @param published what arrives
     * @param delivered what workers are sent
     * @param acknowledged what workers are done with
     */
    public record Rates(double published, double delivered, double acknowledged) {}

    /**
     * The value that is in effect, as RabbitMQ decides it: an argument beats a policy, and of two numbers the lower one counts.
     *
     * @param key without {@code x-}
     */
    @Nullable
    Object effective(String key) {
        Object argument = arguments.get("x-" + key);
        Object byPolicy = policy.get(key);
        if (argument instanceof Number a && byPolicy instanceof Number p) {
            return a.longValue() <= p.longValue() ? a : p;
        }
        return argument != null ? argument : byPolicy;
    }
}
