package io.penstock.bench.run;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What the benchmark measures. A part whose key begins with the same letter belongs to the same question. */
public enum Part {
    RAW("a", "raw client, acks batched"),
    SPRING("b", "Spring AMQP, 100 messages per ack"),
    PENSTOCK("c", "Penstock, no-op typed job"),
    LEDGER("d", "… with ledger"),
    EVENTS("e", "… with ledger, event, notification"),
    PUBLISH_RAW("f.raw", "raw publishing, batched confirms"),
    PUBLISH_CLIENT("f.client", "JobClient, confirmed"),
    LATENCY("g", "enqueued to notified"),
    MEMORY("h", "memory of a worker");

    private static final Set<Part> WITH_REDIS = EnumSet.of(LEDGER, EVENTS, LATENCY, MEMORY);
    private static final Set<Part> WITH_KAFKA = EnumSet.of(EVENTS, LATENCY, MEMORY);

    private final String key;
    private final String title;

    Part(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** What its series are called by: a letter, perhaps with a word. */
    public String key() {
        return key;
    }

    /** A few words for tables. */
    public String title() {
        return title;
    }

    boolean needsRedis() {
        return WITH_REDIS.contains(this);
    }

    boolean needsKafka() {
        return WITH_KAFKA.contains(this);
    }

    /** Over how many users its jobs are spread; 0 if they are nobody's, as only jobs of users end with a notification. */
    int users() {
        return this == EVENTS ? 1_000 : 0;
    }

    /** True if it fills a queue as fast as it can. */
    boolean isProducer() {
        return this == PUBLISH_RAW || this == PUBLISH_CLIENT;
    }

    /**
     * The parts with this letter.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Set<Part> of(String letter) {
        EnumSet<Part> parts = EnumSet.noneOf(Part.class);
        Arrays.stream(values())
                .filter(part -> part.key.substring(0, 1).equals(letter.strip()))
                .forEach(parts::add);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("expected letters from a to h, got " + letter);
        }
        return parts;
    }
}
