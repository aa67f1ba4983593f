package io.penstock.console.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.client.EnqueueException;
import io.penstock.client.NewJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the jobs of schedules and waits for the broker's confirms. Thread-safe. */
final class Publication {
    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private final JobPublisher publisher;
    private final Clock clock;
    private final Timer lateness;

    /** @param meters where {@code penstock_schedule_lateness_seconds} goes: from when a job was due until the broker has it */
    Publication(JobPublisher publisher, Clock clock, MeterRegistry meters) {
        this.publisher = publisher;
        this.clock = clock;
        this.lateness = Timer.builder("penstock.schedule.lateness")
                .description("From when a scheduled job was due until the broker has it")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    /** A turn that was begun: all of its jobs are on their way. */
    private record Begun(Schedule schedule, Turn turn, List<CompletableFuture<String>> confirms) {}

    /** Publishes what is to be published of these at once, then waits for all. */
    List<Fired> publish(List<Decisions.Decided> decided) {
        List<Begun> begun = decided.stream()
                .map(each -> begin(each.schedule(), each.turn()))
                .toList();
        return begun.stream().map(this::await).toList();
    }

    private Begun begin(Schedule schedule, Turn turn) {
        List<CompletableFuture<String>> confirms = new ArrayList<>();
        for (Instant due : turn.runs()) {
            confirms.add(send(schedule, turn.jobFor(schedule, due), due));
        }
        return new Begun(schedule, turn, confirms);
    }

    /** What goes wrong with one job must neither keep back the others nor have them published twice. */
    private CompletableFuture<String> send(Schedule schedule, String id, Instant due) {
        try {
            return publisher.publish(job(schedule, id, due));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static NewJob job(Schedule schedule, String id, Instant due) {
        NewJob job = schedule.definition()
                .job()
                .job(id)
                .meta("schedule", schedule.id())
                .meta("due", due.toString());
        String name = schedule.definition().name();
        return name == null ? job : job.meta("schedule-name", name);
    }

    private Fired await(Begun begun) {
        String last = null;
        EnqueueException failure = null;
        int published = 0;
        // all are waited for, so that nothing is under way any more when the transaction ends
        for (CompletableFuture<String> confirm : begun.confirms()) {
            EnqueueException refused = failureOf(confirm);
            failure = failure == null ? refused : failure;
            if (failure == null) {
                last = confirm.join();
                told(begun, published++);
            }
        }
        return new Fired(begun.schedule(), begun.turn(), published, last, failure);
    }

    private static @Nullable EnqueueException failureOf(CompletableFuture<String> confirm) {
        try {
            var unused = confirm.join();
            return null;
        } catch (CompletionException e) {
            return switch (e.getCause()) {
                case EnqueueException refused -> refused;
                case RuntimeException defect -> {
                    log.error("a scheduled job could not be published, and is tried again", defect);
                    yield new EnqueueException(
                            EnqueueException.Reason.INVALID,
                            "not published: " + defect.getClass().getSimpleName());
                }
                case null, default -> throw e;
            };
        }
    }

    private void told(Begun begun, int run) {
        Instant wanted = Turn.wantedAt(begun.schedule(), begun.turn().runs().get(run));
        lateness.record(Duration.between(wanted, clock.instant()));
    }

    /**
     * Publishes one job.
     *
     * @throws CompletionException with an {@link EnqueueException} if the broker did not take it
     */
    void publish(Schedule schedule, String id, Instant due) {
        var unused = send(schedule, id, due).join();
    }
}
