package io.penstock.launcher;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a schedule's job runs. The console checks it, as it does for everybody. */
final class ScheduleTiming {
    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Once, at this instant: 2030-01-31T08:00:00Z.")
    private @Nullable Instant at;

    @Option(names = "--in", paramLabel = "DURATION", description = "Once, so much later: 30s, 5m, 2h, 7d.")
    private @Nullable String in;

    @Option(names = "--every", paramLabel = "DURATION", description = "Again and again, always so much later.")
    private @Nullable String every;

    @Option(
            names = "--starts-at",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "With --every: the first time; if not given, so much later from now.")
    private @Nullable Instant startsAt;

    @Option(
            names = "--cron",
            paramLabel = "EXPRESSION",
            description = "Again and again: minute hour day month weekday, or six fields with seconds first.")
    private @Nullable String cron;

    @Option(names = "--zone", paramLabel = "ZONE", description = "With --cron: time zone, e.g. Europe/Berlin; or UTC.")
    private @Nullable String zone;

    @Option(
            names = "--catch-up",
            paramLabel = "POLICY",
            description = "For times missed in an outage: skip, once (default) or all.")
    private @Nullable String catchUp;

    @Option(
            names = "--overlap",
            paramLabel = "POLICY",
            description = "While the last run has not ended: allow (default) or skip, which needs Kafka.")
    private @Nullable String overlap;

    @Option(
            names = "--busy-at-most",
            paramLabel = "DURATION",
            description = "With --overlap=skip: after how long a run counts as ended though nothing was heard (24h).")
    private @Nullable String busyAtMost;

    @Option(names = "--jitter", paramLabel = "DURATION", description = "By how much a run may be late.")
    private @Nullable String jitter;

    void putInto(Map<String, Object> body) {
        ScheduleAddCommand.put(body, "run_at", at);
        ScheduleAddCommand.put(body, "in", in);
        ScheduleAddCommand.put(body, "every", every);
        ScheduleAddCommand.put(body, "starts_at", startsAt);
        ScheduleAddCommand.put(body, "cron", cron);
        ScheduleAddCommand.put(body, "zone", zone);
        ScheduleAddCommand.put(body, "catch_up", catchUp);
        ScheduleAddCommand.put(body, "overlap", overlap);
        ScheduleAddCommand.put(body, "busy_at_most", busyAtMost);
        ScheduleAddCommand.put(body, "jitter", jitter);
    }
}
