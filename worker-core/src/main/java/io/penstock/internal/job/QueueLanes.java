package io.penstock.internal.job;

import io.penstock.internal.config.QueueConfig;
import java.util.function.IntSupplier;

/**
 * Both lanes of a queue that this process consumes.
 *
 * @param config how it is consumed
 * @param main the lane of most jobs
 * @param suspects the quarantine lane
 * @param busy how many jobs of the main lane run
 */
public record QueueLanes(QueueConfig config, QueueConsumer main, QueueConsumer suspects, IntSupplier busy) {

    public String queue() {
        return config.name();
    }

    /** True while the queue is not to be consumed. */
    public boolean isPaused() {
        return main.isPaused();
    }

    /** Takes no more of its jobs, suspects neither, or takes them again. Harmless if that is so already. */
    public void setPaused(boolean paused) {
        if (paused) {
            main.pause();
            suspects.pause();
        } else {
            main.resume();
            suspects.resume();
        }
    }

    /** True if each lane does what it should: it is consumed, or paused. */
    public boolean isInOrder() {
        return isInOrder(main) && isInOrder(suspects);
    }

    private static boolean isInOrder(QueueConsumer lane) {
        return lane.isPaused() || lane.isConsuming();
    }
}
