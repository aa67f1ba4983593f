package io.penstock.bench.webhooks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What endpoints and senders are given to do.
 *
 * @param answerAfter how long a healthy endpoint takes
 * @param rate deliveries per second where latency is measured
 * @param jvm further options of the worker's JVM
 */
record Load(Duration answerAfter, int rate, List<String> jvm) {
    /** Deliveries that are measured. */
    static final int MEASURED = 20_000;
    /** Deliveries before, to healthy endpoints alone, during which JVMs still learn. */
    static final int WARM_UP = 20_000;

    static final int HEALTHY = 100;
    static final int BAD_OF_EACH_KIND = 10;

    private static final Duration FOR_EVER = Duration.ofHours(1);

    Receivers healthy() throws IOException {
        return Receivers.open(HEALTHY, answerAfter);
    }

    static Receivers hanging() throws IOException {
        return Receivers.open(BAD_OF_EACH_KIND, FOR_EVER);
    }
}
