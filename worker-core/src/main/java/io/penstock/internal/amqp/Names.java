package io.penstock.internal.amqp;

/** Names on the broker that every part of Penstock agrees on. */
public final class Names {
    private Names() {}

    public static final String JOBS = "penstock.jobs";
    public static final String DEAD = "penstock.dead";
    public static final String UNROUTABLE = "penstock.unroutable";
    public static final String SPOOL = "penstock.events.spool";
    public static final String FANOUT = "notifications.fanout";
    /** A second copy of what the broker itself dead-letters, from which workers emit the failed event. */
    public static final String DEAD_REPORTS = "penstock.dead.reports";

    /** What workers and consoles tell each other of themselves. */
    public static final String FLEET = "penstock.fleet";

    /** The exchange whose type says whether a queue may be consumed. */
    public static String gate(String queue) {
        return "penstock.gate." + queue;
    }

    public static String suspects(String queue) {
        return queue + ".suspects";
    }

    public static String deadLetters(String queue) {
        return queue + ".dlq";
    }
}
