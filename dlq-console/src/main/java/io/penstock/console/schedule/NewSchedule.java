package io.penstock.console.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.penstock.internal.job.Json;
import io.penstock.spi.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as people write it, in a request or in the file. One of {@code runAt}, {@code in}, {@code every} and {@code cron} says
 * when; durations are like {@code 30s}, {@code 5m}, {@code 12h}.
 *
 * @param queue       its job's queue
 * @param payload     its job's payload, a JSON object
 * @param name        unique for the tenant
 * @param type        its job's type
 * @param tenant      for whom the job runs
 * @param user        who is notified of the job's end
 * @param maxAttempts after how many failed attempts the job is dead-lettered
 * @param runAt       once, at this instant
 * @param in          once, so much later
 * @param every       again and again, always so much later
 * @param startsAt    with {@code every}: an instant at which it is due, and the first; absent: in {@code every} from now
 * @param cron        again and again, when a clock shows this
 * @param zone        with {@code cron}: where the clock is; absent: UTC
 * @param catchUp     what becomes of missed times; absent: once
 * @param overlap     what becomes of times at which the last run goes on; absent: allow
 * @param busyAtMost  after how long the last run counts as ended though nothing was heard of it; absent: 24h
 * @param jitter      by how much a run may be late
 */
public record NewSchedule(
        String queue,
        JsonNode payload,
        @Nullable String name,
        @Nullable String type,
        @Nullable String tenant,
        @Nullable String user,
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

    private static final ObjectWriter ASCII = Json.EVENTS.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

    /**
     * The same as the rest of the console knows it.
     *
     * @param now   when it was written
     * @param whose for which tenant the job runs, null for none: the one that is named here, or the writer's
     * @throws InvalidScheduleException if something does not fit
     */
    public Definition definition(Instant now, @Nullable String whose) {
        var job = new JobTemplate(queue, type, text(payload), new JobTemplate.Owner(whose, user), maxAttempts);
        return new Definition(name, job, timing(now), policy(Policy.USUAL));
    }

    static String text(JsonNode payload) {
        try {
            return ASCII.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new InvalidScheduleException("payload", "expected a JSON object");
        }
    }

    /** True if it says when. */
    boolean saysWhen() {
        return Stream.of(runAt, in, every, cron).anyMatch(Objects::nonNull);
    }

    Timing timing(Instant now) {
        long said = Stream.of(runAt, in, every, cron).filter(Objects::nonNull).count();
        if (said != 1) {
            throw new InvalidScheduleException("run_at", "expected exactly one of run_at, in, every and cron");
        }
        if ((startsAt != null && every == null) || (zone != null && cron == null)) {
            throw new InvalidScheduleException(
                    startsAt == null ? "zone" : "starts_at", "expected starts_at only with every, zone only with cron");
        }
        if (cron != null) {
            return Timing.Cron.of(cron, zone == null ? "UTC" : zone);
        }
        if (every != null) {
            Duration interval = duration("every", every);
            return new Timing.Every(interval, startsAt == null ? now.plus(interval) : startsAt);
        }
        return once(now);
    }

    private Timing once(Instant now) {
        Instant at = in == null ? Objects.requireNonNull(runAt) : now.plus(duration("in", in));
        if (at.isAfter(now.plus(LONGEST_WAIT))) {
            throw new InvalidScheduleException(in == null ? "run_at" : "in", "expected at most 36500d from now");
        }
        return new Timing.Once(at);
    }

    /** What is said here, and for the rest what was before. */
    Policy policy(Policy before) {
        return new Policy(
                catchUp == null ? before.catchUp() : catchUp,
                overlap == null ? before.overlap() : overlap,
                busyAtMost == null ? before.busyAtMost() : duration("busy_at_most", busyAtMost),
                jitter == null ? before.jitter() : duration("jitter", jitter));
    }

    private static Duration duration(String field, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidScheduleException(field, "expected a duration such as 30s, 5m or 12h");
        }
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "NewSchedule[queue=" + queue + ", name=" + name + "]";
    }
}
