package io.penstock.internal.amqp;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of AMQP headers on jobs, and which of them a republished copy must not carry. */
public final class Headers {
    private Headers() {}

    public static final String TENANT = "penstock-tenant";
    public static final String USER = "penstock-user";
    public static final String RUN_AT = "penstock-run-at";
    public static final String MAX_ATTEMPTS = "penstock-max-attempts";
    public static final String META = "penstock-meta-";
    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    public static final String ATTEMPT = "penstock-attempt";
    public static final String FIRST_SEEN = "penstock-first-seen";
    /** How often consumers let the job fall before this copy of it was made without running it. */
    public static final String RETURNS = "penstock-returns";
    /** The same, of consumers in the quarantine lane, where the copy belongs. */
    public static final String RETURNS_ALONE = "penstock-returns-alone";

    public static final String REPLAY_ID = "penstock-replay-id";
    /** When a job with a time to live expires, as epoch milliseconds: its {@code expiration} may not enter the ladder. */
    public static final String EXPIRES_AT = "penstock-expires-at";
    /** The producer's {@code expiration}, on dead letters, where the property itself would delete the message. */
    public static final String EXPIRATION = "penstock-expiration";

    public static final String ORIGIN_QUEUE = "penstock-origin-queue";
    public static final String DEAD_REASON = "penstock-dead-reason";
    public static final String DEAD_AT = "penstock-dead-at";
    public static final String ERROR_CLASS = "penstock-error-class";
    public static final String ERROR_MESSAGE = "penstock-error-message";
    public static final String ERROR_STACK = "penstock-error-stack";
    public static final String WORKER = "penstock-worker";
    /** The job type of a dead letter whose property {@code type} is absent: the default of its queue. */
    public static final String TYPE = "penstock-type";

    public static final String DELIVERY_COUNT = "x-delivery-count";
    public static final String ACQUIRED_COUNT = "x-acquired-count";
    public static final String DEATH = "x-death";

    /** The broker's bookkeeping. A copy that carried it could be taken for a dead-letter cycle, or be routed twice. */
    private static final Set<String> BROKERS_OWN = Set.of(DEATH, DELIVERY_COUNT, ACQUIRED_COUNT, "CC", "BCC");

    private static final List<String> BROKERS_OWN_PREFIXES =
            List.of("x-first-death-", "x-last-death-", "x-opt-rabbitmq-");
    private static final Set<String> OF_A_DEAD_LETTER = Set.of(
            ORIGIN_QUEUE, DEAD_REASON, DEAD_AT, ERROR_CLASS, ERROR_MESSAGE, ERROR_STACK, WORKER, TYPE, EXPIRATION);

    /** True if a republished copy carries the header on. */
    public static boolean isCarriedOn(String name) {
        return !BROKERS_OWN.contains(name)
                && !OF_A_DEAD_LETTER.contains(name)
                && BROKERS_OWN_PREFIXES.stream()
                        .noneMatch(prefix -> name.toLowerCase(Locale.ROOT).startsWith(prefix));
    }
}
