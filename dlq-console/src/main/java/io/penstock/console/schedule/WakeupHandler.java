package io.penstock.console.schedule;

import java.time.Clock;
import java.time.Duration;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Called by JobRunr, on a virtual thread, up to one poll before a job is due. It only publishes, and waits for the confirm. What was
 * cancelled, paused or put off meanwhile is not due, and firing finds that out.
 */
public final class WakeupHandler implements JobRequestHandler<Wakeup> {
    private static final Logger log = LoggerFactory.getLogger(WakeupHandler.class);

    private final Firing firing;
    private final Clock clock;

    WakeupHandler(Firing firing, Clock clock) {
        this.firing = firing;
        this.clock = clock;
    }

    @Override
    public void run(Wakeup wakeup) throws InterruptedException {
        Duration early = Duration.between(clock.instant(), wakeup.due());
        if (early.isPositive()) {
            Thread.sleep(early.plusMillis(1));
        }
        try {
            firing.fireOnce(wakeup.schedule());
        } catch (RuntimeException e) {
            // JobRunr would try again later and later; the sweeper tries again at once
            log.warn(
                    "schedule {} is due and could not be published; the sweeper goes on: {}",
                    wakeup.schedule(),
                    e.toString());
        }
    }
}
