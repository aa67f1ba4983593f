package io.penstock.launcher.site;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again until what should be there is there. */
public final class Patience {
    private static final Duration STEP = Duration.ofMillis(100);

    private Patience() {}

    /** The first value that is {@code good}, or the last one that was seen before {@code limit} was over. */
    public static <T> T until(Duration limit, Supplier<T> look, Predicate<T> good) {
        long deadline = System.nanoTime() + limit.toNanos();
        T seen = look.get();
        while (!good.test(seen) && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return seen;
            }
            seen = look.get();
        }
        return seen;
    }
}
