package io.penstock.bench.webhooks;

import io.penstock.bench.run.BenchException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what must come. */
final class Patience {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final long LOOK_EVERY_MILLIS = 20;

    private Patience() {}

    static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new BenchException(what + " did not come in " + LIMIT.toSeconds() + " s");
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
