package io.penstock.console.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What shall be another way; what is absent stays. Its fields mean what those of {@link NewSchedule} mean. */
public record ScheduleChange(
        @Nullable JsonNode payload,
        @Nullable Integer maxAttempts,
        @Nullable Instant runAt,
        @Nullable String in,
        @Nullable String every,
        @Nullable Instant startsAt,
        @Nullable String cron,
        @Nullable String zone,
        @Nullable CatchUp catchUp,
        @Nullable Overlap overlap,
        @Nullable String busyAtMost,
        @Nullable String jitter) {

    /**
     * The changed definition.
     *
     * @throws InvalidScheduleException if something does not fit
     */
    public Definition appliedTo(Definition before, Instant now) {
        JobTemplate job = before.job();
        NewSchedule said = asNew(job.queue());
        var changed = new JobTemplate(
                job.queue(),
                job.type(),
                payload == null ? job.payload() : NewSchedule.text(payload),
                job.owner(),
                maxAttempts == null ? job.maxAttempts() : maxAttempts);
        boolean when = said.saysWhen() || startsAt != null || zone != null;
        return new Definition(
                before.name(), changed, when ? said.timing(now) : before.timing(), said.policy(before.policy()));
    }

    private NewSchedule asNew(String queue) {
        JsonNode unused = JsonNodeFactory.instance.objectNode();
        return new NewSchedule(
                queue,
                unused,
                null,
                null,
                null,
                null,
                null,
                runAt,
                in,
                every,
                startsAt,
                cron,
                zone,
                catchUp,
                overlap,
                busyAtMost,
                jitter);
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "ScheduleChange[]";
    }
}
