package io.penstock.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.torture.TortureOptions.Subject;
import io.penstock.torture.plan.Fault;
import io.penstock.torture.verdict.Report;
import io.penstock.torture.verdict.ReportText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers, real processes, real kills. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class TortureIT {
    private static final long SEED = 20_261;

    @Test
    void nothing_is_lost_though_workers_broker_redis_kafka_and_producers_are_killed(@TempDir Path folder)
            throws Exception {
        Set<Fault> faults = EnumSet.of(
                Fault.WORKER_KILL,
                Fault.WORKER_PAUSE,
                Fault.BROKER_KILL,
                Fault.REDIS_LOSS,
                Fault.KAFKA_KILL,
                Fault.PRODUCER_KILL,
                Fault.POISON);
        Report report = run(
                new TortureOptions(1_500, Duration.ofSeconds(60), SEED, 2, 3, faults, "available", Subject.own()),
                folder);

        assertThat(report.findings()).as(ReportText.table(report)).isEmpty();
        assertThat(report.recovery()).as("each fault has happened").containsOnlyKeys(faults);
        assertThat(report.counts().get("confirmed by the broker")).isGreaterThan(1_000);
    }

    private static Report run(TortureOptions options, Path folder) throws Exception {
        return new Torture(options, folder, line -> {}).run(true);
    }
}
