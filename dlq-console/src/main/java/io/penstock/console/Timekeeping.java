package io.penstock.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.client.JobClient;
import io.penstock.console.schedule.Scheduling;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.store.Database;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.WorkerSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs schedules, as the settings have it. */
final class Timekeeping {
    private static final Logger log = LoggerFactory.getLogger(Timekeeping.class);

    /** Rows are locked for so long at most. */
    private static final Duration CONFIRM_LIMIT = Duration.ofSeconds(5);

    private Timekeeping() {}

    static JobClient client(Config config) {
        return JobClient.builder(config.get(WorkerSettings.RABBITMQ_URL))
                .appId("penstock-console")
                .timeout(CONFIRM_LIMIT)
                .build();
    }

    /** Nothing runs yet, but the schedules of the file are as it says. */
    static Scheduling scheduling(
            Config config, Database database, JobClient client, MeterRegistry meters, PayloadSchemas schemas) {
        var jobs = new Scheduling.Jobs(schemas, config.get(WorkerSettings.MAX_PAYLOAD), events(config));
        var scheduling = new Scheduling(database, Clock.systemUTC(), client::enqueue, meters, jobs);
        int waiting = scheduling.waitingInVain();
        if (waiting > 0) {
            log.warn(
                    "{} schedules shall not overlap themselves, and without KAFKA_BOOTSTRAP_SERVERS no run's end is heard of:"
                            + " each run counts as going on for busy_at_most",
                    waiting);
        }
        String file = config.get(ConsoleSettings.SCHEDULES_FILE);
        if (file.isEmpty()) {
            int kept = scheduling.keptByFile();
            if (kept > 0) {
                log.warn(
                        "{} schedules are kept by a file that PENSTOCK_SCHEDULES_FILE does not name; they go on", kept);
            }
        } else {
            scheduling.reconcile(Path.of(file));
        }
        return scheduling;
    }

    private static Scheduling.@Nullable Events events(Config config) {
        String kafka = config.get(WorkerSettings.KAFKA_BOOTSTRAP_SERVERS);
        return kafka.isEmpty() ? null : new Scheduling.Events(kafka, config.get(WorkerSettings.EVENTS_TOPIC));
    }
}
