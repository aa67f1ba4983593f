package io.penstock.worker;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wait for RabbitMQ when a process starts. */
public final class FirstContact {
    private static final Logger log = LoggerFactory.getLogger(FirstContact.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private FirstContact() {}

    /** What needs RabbitMQ. */
    public interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Tries once a second until it works.
     *
     * @param limit how long at most, as {@code PENSTOCK_STARTUP_WAIT} says
     * @throws BrokerUnreachableException if it did not work in time
     */
    public static void within(Duration limit, Attempt attempt) throws InterruptedException, BrokerUnreachableException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                attempt.run();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new BrokerUnreachableException(
                            "gave up after " + limit.toSeconds() + " s (PENSTOCK_STARTUP_WAIT): " + e.getMessage());
                }
                log.warn("RabbitMQ is not reached yet, trying again: {}", e.getMessage());
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }
}
