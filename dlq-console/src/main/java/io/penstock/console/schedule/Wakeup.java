package io.penstock.console.schedule;

import java.time.Instant;
import org.jobrunr.jobs.lambdas.JobRequest;

/**
 * What JobRunr keeps: which schedule to look at, and when. Neither a payload nor anything else of a tenant's.
 *
 * @param schedule the id of one that runs once
 * @param dueMilli when it is due, in milliseconds since 1970
 */
public record Wakeup(String schedule, long dueMilli) implements JobRequest {

    Instant due() {
        return Instant.ofEpochMilli(dueMilli);
    }

    @Override
    public Class<WakeupHandler> getJobRequestHandler() {
        return WakeupHandler.class;
    }
}
