package io.penstock.bench.run;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the benchmark measures. */
public enum Part {
    RAW("a", "raw client, acks batched"),
    SPRING("b", "Spring AMQP, 100 messages per ack"),
    PENSTOCK("c", "Penstock, no-op typed job");

    private final String key;
    private final String title;

    Part(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** One letter. */
    public String key() {
        return key;
    }

    /** A few words for tables. */
    public String title() {
        return title;
    }

    /**
     * The part with this letter.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Part of(String key) {
        return Arrays.stream(values())
                .filter(part -> part.key.equals(key.strip()))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("expected letters of "
                        + Arrays.stream(values()).map(Part::key).collect(Collectors.joining(", "))
                        + ", got " + key));
    }
}
