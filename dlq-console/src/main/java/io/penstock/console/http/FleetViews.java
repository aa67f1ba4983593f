package io.penstock.console.http;

import io.penstock.console.fleet.Finding;
import io.penstock.console.fleet.QueueStatus;
import io.penstock.console.fleet.WorkForce;
import io.penstock.console.fleet.Workers;
import io.penstock.console.letter.TenantScope;
import io.penstock.internal.fleet.WorkerReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Queues and workers as the API shows them. What nobody can say is absent, and named as unknown. */
final class FleetViews {
    private FleetViews() {}

    /** Messages per second. */
    record RatesView(double published, double delivered, double acknowledged) {}

    /** Who paused a queue, when and why; absent if it was not done through this console. */
    record PauseView(String by, Instant at, @Nullable String reason) {}

    /** What waits, and where. */
    record DepthView(
            @Nullable Long ready,
            @Nullable Long unacked,
            @Nullable Long suspects,
            @Nullable Long deadLettersWaiting,
            LetterViews.LetterCount deadLettersOpen) {}

    /** One queue; {@code unknown} names what nobody can say at the moment. */
    record QueueView(
            String queue,
            boolean exists,
            boolean paused,
            @Nullable PauseView pause,
            DepthView depth,
            @Nullable Integer consumers,
            WorkForce workers,
            @Nullable RatesView ratesPerSecond,
            @Nullable Long oldestAgeSeconds,
            @Nullable Integer desiredReplicas,
            @Nullable List<Finding> findings,
            List<String> unknown) {

        static QueueView of(QueueStatus status, @Nullable PauseView pause, LetterViews.LetterCount open) {
            return new QueueView(
                    status.queue(),
                    status.ready() != null,
                    status.paused(),
                    pause,
                    new DepthView(
                            status.ready(), status.unacked(), status.suspects(), status.deadLettersWaiting(), open),
                    status.consumers(),
                    status.force(),
                    rates(status),
                    status.oldestAgeSeconds(),
                    status.desiredReplicas(),
                    status.findings(),
                    unknown(status));
        }

        private static @Nullable RatesView rates(QueueStatus status) {
            return status.rates() == null
                    ? null
                    : new RatesView(
                            status.rates().published(),
                            status.rates().delivered(),
                            status.rates().acknowledged());
        }

        private static List<String> unknown(QueueStatus status) {
            List<String> unknown = new ArrayList<>();
            add(unknown, "depth.unacked", status.unacked());
            add(unknown, "rates_per_second", status.rates());
            add(unknown, "oldest_age_seconds", status.oldestAgeSeconds());
            add(unknown, "findings", status.findings());
            return unknown;
        }

        private static void add(List<String> unknown, String name, @Nullable Object value) {
            if (value == null) {
                unknown.add(name);
            }
        }
    }

    /** All queues, by name. */
    record QueueList(List<QueueView> queues) {}

    /** Why a queue is paused or resumed, for whoever asks later. */
    record PauseRequest(@Nullable String reason) {
        PauseRequest {
            if (reason != null && (reason.isBlank() || reason.length() > 500 || reason.indexOf('\0') >= 0)) {
                throw new IllegalArgumentException("reason: expected 1 to 500 characters");
            }
        }
    }

    /** What a queue is now. */
    record PauseState(String queue, boolean paused) {}

    /** A job that runs. */
    record RunningJob(
            String jobId,
            String type,
            String queue,
            @Nullable String tenant,
            int attempt,
            Instant since) {}

    /** A queue as one worker sees it. */
    record WorkerQueue(String queue, int slots, int busy, int free, boolean paused, String state) {}

    /** One worker; {@code silent} if it should have said something since. */
    record WorkerView(
            String instance,
            String host,
            long pid,
            String version,
            String state,
            boolean silent,
            Instant startedAt,
            Instant heardAt,
            List<WorkerQueue> queues,
            List<RunningJob> running,
            long runningTotal) {

        static WorkerView of(Workers.Seen seen, TenantScope scope) {
            WorkerReport report = seen.report();
            List<RunningJob> running = report.running().stream()
                    .filter(job -> scope.includes(job.tenant()))
                    .map(job -> new RunningJob(
                            job.jobId(), job.type(), job.queue(), job.tenant(), job.attempt(), job.since()))
                    .toList();
            return new WorkerView(
                    report.instance(),
                    report.host(),
                    report.pid(),
                    report.version(),
                    report.state().name().toLowerCase(Locale.ROOT),
                    seen.silent(),
                    report.startedAt(),
                    seen.heardAt(),
                    report.queues().stream().map(WorkerView::queue).toList(),
                    running,
                    scope.isEverything() ? report.runningTotal() : running.size());
        }

        private static WorkerQueue queue(WorkerReport.Queue queue) {
            return new WorkerQueue(
                    queue.queue(),
                    queue.slots(),
                    queue.busy(),
                    Math.max(0, queue.slots() - queue.busy()),
                    queue.paused(),
                    queue.state());
        }
    }

    /** All workers; complete if {@code heard_since} is a few seconds ago, absent while the broker cannot be reached. */
    record WorkerList(List<WorkerView> workers, @Nullable Instant heardSince) {}
}
