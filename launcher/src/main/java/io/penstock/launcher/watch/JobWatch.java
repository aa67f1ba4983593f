package io.penstock.launcher.watch;

import java.time.Duration;
import java.util.Optional;

/**
 * Hears everything that happens to jobs from the moment it was opened. For one thread; opening one throws
 * {@link io.penstock.launcher.terminal.CommandFailure} if events cannot be heard.
 */
public sealed interface JobWatch extends AutoCloseable permits KafkaWatch, BroadcastWatch {

    /** The next event of any job, or empty if none arrived within {@code patience}. */
    Optional<JobEvent> next(Duration patience);

    @Override
    void close();
}
