package io.penstock.console.http;

import io.penstock.console.redact.LetterView;
import io.penstock.console.redact.Redaction;
import io.penstock.console.schedule.CatchUp;
import io.penstock.console.schedule.Definition;
import io.penstock.console.schedule.JobTemplate;
import io.penstock.console.schedule.Overlap;
import io.penstock.console.schedule.Schedule;
import io.penstock.console.schedule.Timing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schedules as the API shows them. */
final class ScheduleViews {
    private ScheduleViews() {}

    /** The job that is published. */
    record ScheduledJob(
            String queue,
            @Nullable String type,
            @Nullable String tenant,
            @Nullable String user,
            @Nullable Integer maxAttempts) {
        static ScheduledJob of(JobTemplate job) {
            return new ScheduledJob(
                    job.queue(), job.type(), job.owner().tenant(), job.owner().user(), job.maxAttempts());
        }
    }

    /** When: one of {@code run_at}, {@code every} and {@code cron}; and the next times, if it is paused as if it were resumed now. */
    record TimingView(
            @Nullable Instant runAt,
            @Nullable String every,
            @Nullable Instant startsAt,
            @Nullable String cron,
            @Nullable String zone,
            List<Instant> next) {
        static TimingView of(Timing timing, List<Instant> next) {
            return switch (timing) {
                case Timing.Once once -> new TimingView(once.at(), null, null, null, null, next);
                case Timing.Every every ->
                    new TimingView(null, every.interval().toString(), every.from(), null, null, next);
                case Timing.Cron cron ->
                    new TimingView(
                            null, null, null, cron.expression(), cron.zone().getId(), next);
            };
        }
    }

    /** How times are dealt with. Durations as ISO-8601 has them. */
    record PolicyView(CatchUp catchUp, Overlap overlap, String busyAtMost, String jitter) {
        static PolicyView of(Definition definition) {
            var policy = definition.policy();
            return new PolicyView(
                    policy.catchUp(),
                    policy.overlap(),
                    policy.busyAtMost().toString(),
                    policy.jitter().toString());
        }
    }

    /** How it goes. {@code running} is known only for what shall not overlap itself. */
    record ScheduleStatus(
            Schedule.State state,
            @Nullable Instant dueAt,
            Schedule.@Nullable Run lastRun,
            Schedule.@Nullable Run running,
            long runs,
            long skipped,
            @Nullable String lastError) {
        static ScheduleStatus of(Schedule schedule, Redaction redaction) {
            Schedule.History history = schedule.history();
            String error = history.lastError();
            return new ScheduleStatus(
                    schedule.plan().state(),
                    schedule.plan().due(),
                    history.last(),
                    history.busy(),
                    history.runs(),
                    history.skipped(),
                    error == null ? null : redaction.text(error));
        }
    }

    /** A schedule; its payload only where it is asked for alone, a warning only where it is created. */
    record ScheduleView(
            String id,
            @Nullable String name,
            ScheduledJob job,
            TimingView timing,
            @Nullable PolicyView policy,
            ScheduleStatus status,
            Schedule.Origin origin,
            LetterView.@Nullable Payload payload,
            @Nullable String warning) {

        static ScheduleView of(Schedule schedule, List<Instant> next, Redaction redaction) {
            Definition definition = schedule.definition();
            return new ScheduleView(
                    schedule.id(),
                    definition.name(),
                    ScheduledJob.of(definition.job()),
                    TimingView.of(definition.timing(), next),
                    definition.timing() instanceof Timing.Once ? null : PolicyView.of(definition),
                    ScheduleStatus.of(schedule, redaction),
                    schedule.origin(),
                    null,
                    null);
        }

        ScheduleView with(String text, Redaction redaction) {
            var redacted = LetterView.redacted(text.getBytes(StandardCharsets.UTF_8), redaction);
            return new ScheduleView(id, name, job, timing, policy, status, origin, redacted, warning);
        }

        ScheduleView with(@Nullable String warned) {
            return new ScheduleView(id, name, job, timing, policy, status, origin, payload, warned);
        }
    }

    /**
     * Schedules in the order in which they were created.
     *
     * @param unreadable ids of others that the console does not understand and that do not run, absent if there are none
     * @param next       the cursor of the next page, absent on the last one
     */
    record ScheduleList(
            List<ScheduleView> schedules,
            @Nullable List<String> unreadable,
            @Nullable String next) {}

    /** A job that was published by hand. */
    record JobPublished(String id) {}
}
