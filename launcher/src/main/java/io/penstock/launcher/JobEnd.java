package io.penstock.launcher;

import io.penstock.client.NewJob;
import io.penstock.launcher.watch.JobEvent;
import io.penstock.launcher.watch.JobWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for the end of one job. */
final class JobEnd {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final JobWatch watch;
    private final NewJob job;

    /** {@code watch} was opened before {@code job} was enqueued. */
    JobEnd(JobWatch watch, NewJob job) {
        this.watch = watch;
        this.job = job;
    }

    /** The event that tells its end, or empty once {@code limit} has passed since the job might start. */
    Optional<JobEvent> await(Duration limit) {
        Instant deadline = start().plus(limit.compareTo(LONGEST) < 0 ? limit : LONGEST);
        while (Instant.now().isBefore(deadline)) {
            Optional<JobEvent> event = watch.next(LOOK_EVERY).filter(this::isAboutTheJob);
            if (event.filter(JobEvent::isEnd).isPresent()) {
                return event;
            }
            event.ifPresent(JobEnd::tell);
        }
        return Optional.empty();
    }

    private boolean isAboutTheJob(JobEvent event) {
        return event.jobId().equals(job.id());
    }

    private Instant start() {
        Instant now = Instant.now();
        Instant start = job.runAt();
        return start == null || start.isBefore(now) ? now : start;
    }

    private static void tell(JobEvent retry) {
        System.err.printf(
                "failed at attempt %d, retrying at %s: %s%n",
                retry.attempt(), retry.data().path("retry_at").asText(), retry.error());
    }
}
