package io.penstock.console;

import io.penstock.client.JobClient;
import io.penstock.console.enqueue.JobIntake;
import io.penstock.console.enqueue.KnownJobs;
import io.penstock.console.http.JobRoutes;
import io.penstock.console.http.Route;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.store.Database;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.WorkerSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What the console needs for enqueueing jobs: a connection of its own to publish on, and a memory for ids. */
final class Enqueueing implements AutoCloseable {
    /** Callers wait for the answer, so it is a no rather than a late yes. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final int MOST_UNCONFIRMED = 4_000;

    private final JobClient client;
    private final KnownJobs known;
    private final int largestPayload;

    Enqueueing(Config config, Database database, Clock clock) {
        this.client = JobClient.builder(config.get(WorkerSettings.RABBITMQ_URL))
                .timeout(LONGEST_WAIT)
                .maxInFlight(MOST_UNCONFIRMED)
                .appId("penstock-console")
                .build();
        this.largestPayload = config.get(WorkerSettings.MAX_PAYLOAD);
        this.known = new KnownJobs(database, config.get(ConsoleSettings.JOB_IDS), clock);
    }

    List<Route> routes(PayloadSchemas schemas) {
        return new JobRoutes(new JobIntake(client, known), schemas, largestPayload).routes();
    }

    void prune() {
        var unused = known.prune();
    }

    @Override
    public void close() {
        client.close();
    }
}
