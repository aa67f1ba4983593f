package io.penstock.testbed.internal.command;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody announces. */
public final class Poll {
    private static final Duration STEP = Duration.ofMillis(25);

    private Poll() {}

    /**
     * Checks {@code condition} every 25 ms, at least once, until it holds or {@code limit} is over.
     *
     * @return whether it held; false also when the thread was interrupted (its interrupt flag stays set)
     */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
