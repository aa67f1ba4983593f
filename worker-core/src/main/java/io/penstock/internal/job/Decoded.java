package io.penstock.internal.job;

import io.penstock.Job;
import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a delivery turned out to be. */
sealed interface Decoded {

    /**
     * A job that can run.
     *
     * @param runAt not before, null for at once
     * @param expiresAt not after, null for any time
     */
    record Ready<P>(
            Job job,
            JobHandler<P> handler,
            P payload,
            @Nullable Instant runAt,
            @Nullable Instant expiresAt) implements Decoded {
        Outcome run(JobContext context) throws Exception {
            return handler.handle(payload, context);
        }
    }

    /** The producer gave no id: one has to be fixed before anything happens, or a redelivery would be another job. */
    record Anonymous() implements Decoded {}

    /** A message that cannot be understood. */
    record Malformed(JobError error) implements Decoded {}

    /** A job that no plug-in of this process runs. */
    record UnknownType(JobError error) implements Decoded {}
}
