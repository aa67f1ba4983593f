package io.penstock.torture.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be done to a running system. */
public enum Fault {
    WORKER_KILL(Target.WORKER, 0, 2_000, "SIGKILL a worker, start another after a moment"),
    WORKER_PAUSE(Target.WORKER, 1_000, 14_000, "SIGSTOP a worker, SIGCONT later; often longer than its ledger lease"),
    WORKER_TERM(Target.WORKER, 0, 1_000, "SIGTERM a worker, which must drain and exit with 0; start another"),
    BROKER_STOP(Target.BROKER, 500, 4_000, "stop RabbitMQ cleanly and start it again"),
    BROKER_KILL(Target.BROKER, 0, 4_000, "SIGKILL RabbitMQ and start it again"),
    BROKER_CUT(Target.BROKER, 0, 0, "close every client connection to RabbitMQ"),
    MEMORY_ALARM(Target.BROKER, 2_000, 8_000, "RabbitMQ runs out of memory: publishers are blocked"),
    DISK_ALARM(Target.BROKER, 2_000, 8_000, "RabbitMQ runs out of disk: publishers are blocked"),
    REDIS_KILL(Target.REDIS, 0, 6_000, "SIGKILL Redis and start it again with its data"),
    REDIS_LOSS(Target.REDIS, 0, 6_000, "SIGKILL Redis and start it again without any data"),
    REDIS_PAUSE(Target.REDIS, 1_000, 8_000, "SIGSTOP Redis: connections stay open, nothing answers"),
    KAFKA_KILL(Target.KAFKA, 0, 8_000, "SIGKILL Kafka and start it again"),
    KAFKA_PAUSE(Target.KAFKA, 1_000, 8_000, "SIGSTOP Kafka: connections stay open, nothing answers"),
    PRODUCER_KILL(Target.PRODUCER, 0, 1_000, "SIGKILL a producer in mid-batch, start it again behind that batch"),
    POISON(Target.JOB, 0, 0, "jobs that end the JVM that runs them, again and again");

    /** Whom a fault befalls. Faults of one target exclude each other in time; those of different targets do not. */
    public enum Target {
        WORKER,
        BROKER,
        REDIS,
        KAFKA,
        PRODUCER,
        /** Part of the jobs rather than of the schedule. */
        JOB
    }

    private final Target target;
    private final Duration shortest;
    private final Duration longest;
    private final String description;

    Fault(Target target, long shortestMillis, long longestMillis, String description) {
        this.target = target;
        this.shortest = Duration.ofMillis(shortestMillis);
        this.longest = Duration.ofMillis(longestMillis);
        this.description = description;
    }

    public Target target() {
        return target;
    }

    /** How long it lasts at least, before anything is put right. */
    public Duration shortest() {
        return shortest;
    }

    /** How long it lasts at most, before anything is put right. */
    public Duration longest() {
        return longest;
    }

    /** Half a sentence for people. */
    public String description() {
        return description;
    }

    /** True if it happens at a planned moment; false if it comes with the jobs. */
    public boolean isScheduled() {
        return target != Target.JOB;
    }

    /** The name on the command line, e.g. {@code worker-kill}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads {@code all}, {@code none} or names separated by commas.
     *
     * @throws IllegalArgumentException with a message that lists what is possible
     */
    public static Set<Fault> parse(String text) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String word : text.strip().split("\\s*,\\s*", -1)) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "all" -> faults.addAll(EnumSet.allOf(Fault.class));
                case "none" -> {}
                default -> faults.add(named(word));
            }
        }
        return faults;
    }

    private static Fault named(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected all, none or some of " + String.join(", ", words()) + ", got '" + word + "'"));
    }

    /** All names, in order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Fault::word).collect(Collectors.toList());
    }
}
