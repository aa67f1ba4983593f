package io.penstock.console.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it goes with a queue at this moment. What is null is not known.
 *
 * @param queue its name
 * @param paused whether its jobs wait because somebody said so
 * @param ready jobs that wait; null if there is no such queue
 * @param unacked jobs that workers hold
 * @param suspects jobs that wait in its quarantine lane
 * @param deadLettersWaiting dead letters that have not been collected yet
 * @param consumers how many consumers the broker counts
 * @param force the workers that were heard of
 * @param rates messages per second
 * @param oldestAgeSeconds how long ago the oldest job that waits was published
 * @param desiredReplicas how many worker processes it could use
 * @param findings what may cost jobs
 */
public record QueueStatus(
        String queue,
        boolean paused,
        @Nullable Long ready,
        @Nullable Long unacked,
        @Nullable Long suspects,
        @Nullable Long deadLettersWaiting,
        @Nullable Integer consumers,
        WorkForce force,
        QueueFacts.@Nullable Rates rates,
        @Nullable Long oldestAgeSeconds,
        @Nullable Integer desiredReplicas,
        @Nullable List<Finding> findings) {}
