package io.penstock.spi;

/**
 * How a handler's queue is consumed where nobody says otherwise.
 *
 * @param concurrency jobs that run at once in one process, 1 to 32,767
 * @param maxAttempts executions before a failing job is dead-lettered, 1 to 1,000
 */
public record QueueDefaults(int concurrency, int maxAttempts) {
    /** What suits most handlers. */
    public static final QueueDefaults USUAL = new QueueDefaults(20, 8);
}
