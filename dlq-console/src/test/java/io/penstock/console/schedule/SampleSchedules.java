package io.penstock.console.schedule;

import io.penstock.console.schema.PayloadSchemas;
import io.penstock.internal.contract.ContractDocuments;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Schedules as tests need them. */
public final class SampleSchedules {
    /** What workers take, in bytes. */
    public static final int LARGEST_PAYLOAD = 100_000;

    private SampleSchedules() {}

    /** Jobs of which nothing is known. */
    public static Scheduling.Jobs jobs() {
        return jobs(null);
    }

    /** Jobs of which nothing is known but their ends. */
    static Scheduling.Jobs jobs(Scheduling.@Nullable Events events) {
        return new Scheduling.Jobs(
                PayloadSchemas.of(ContractDocuments.find(Path.of("no-plugins"))), LARGEST_PAYLOAD, events);
    }

    /** A schedule that is due. */
    static Schedule due(Timing timing, Policy policy, Instant due) {
        return due(timing, policy, due, null);
    }

    static Schedule due(Timing timing, Policy policy, Instant due, Schedule.@Nullable Run busy) {
        return new Schedule(
                "01930000-0000-7000-8000-000000000001",
                new Definition(null, job("emails"), timing, policy),
                new Schedule.Origin(Schedule.Keeper.API, "a test", Instant.EPOCH),
                new Schedule.Plan(Schedule.State.ACTIVE, due, 1),
                new Schedule.History(null, busy, 0, 0, null));
    }

    static JobTemplate job(String queue) {
        return new JobTemplate(queue, null, "{}", new JobTemplate.Owner(null, null), null);
    }

    static Policy policy(CatchUp catchUp) {
        return new Policy(catchUp, Overlap.ALLOW, Duration.ofHours(24), Duration.ZERO);
    }

    /** What is due every so often, from a second ago on or from a beginning. */
    public static Definition every(String queue, Duration interval, Instant from, Policy policy) {
        return new Definition(null, job(queue), new Timing.Every(interval, from), policy);
    }

    /** What is due once. */
    public static Definition once(String queue, Instant at) {
        return new Definition(null, job(queue), new Timing.Once(at), Policy.USUAL);
    }
}
