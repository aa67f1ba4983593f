package io.penstock.launcher;

import io.penstock.client.NewJob;
import io.penstock.launcher.terminal.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What one may say about a job besides its queue and payload. */
final class JobOptions {
    @Option(names = "--type", paramLabel = "TYPE", description = "Job type; the queue's default type if not given.")
    private @Nullable String type;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Unique id and idempotency key; the same id twice is one job. Random if not given.")
    private @Nullable String id;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Tenant on whose behalf the job runs.")
    private @Nullable String tenant;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "Who is notified of the job's end (Redis stream notifications:USER).")
    private @Nullable String user;

    @Option(
            names = "--in",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Do not start before this has passed: 30s, 5m, 2h, 7d.")
    private @Nullable Duration in;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Do not start before this instant: 2030-01-31T08:00:00Z.")
    private @Nullable Instant at;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            description = "After how many failed attempts the job is dead-lettered; the queue's number if not given.")
    private @Nullable Integer maxAttempts;

    /** The job as described. */
    NewJob describe(String queue, byte[] payload) {
        NewJob job = NewJob.on(queue, payload);
        job = type == null ? job : job.type(type);
        job = id == null ? job : job.id(id);
        job = tenant == null ? job : job.tenant(tenant);
        job = user == null ? job : job.user(user);
        job = maxAttempts == null ? job : job.maxAttempts(positive(maxAttempts));
        Instant start = start();
        return start == null ? job : job.runAt(start);
    }

    private @Nullable Instant start() {
        if (in == null) {
            return at;
        }
        if (at != null) {
            throw CommandFailure.usage("--in and --at: expected one of them, got both");
        }
        return Instant.now().plus(in);
    }

    private static int positive(int attempts) {
        if (attempts < 1) {
            throw CommandFailure.usage("--max-attempts: expected a whole number from 1, got " + attempts);
        }
        return attempts;
    }
}
