package io.penstock.worker;

import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.fleet.FleetEar;
import io.penstock.internal.fleet.FleetVoice;
import io.penstock.internal.fleet.Gates;
import io.penstock.internal.fleet.Heartbeat;
import io.penstock.internal.fleet.WorkerReport;
import io.penstock.internal.job.JobRuntime;
import io.penstock.internal.job.QueueLanes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** This worker as one of many: it tells of itself, and hears that a queue is paused. */
final class Membership implements AutoCloseable {
    private final JobRuntime runtime;
    private final Duration interval;
    private final Instant startedAt = Instant.now();
    private final String instance = UUID.randomUUID().toString();
    private final Heartbeat heartbeat;
    private final GateWatch gateWatch;
    private volatile WorkerReport.State state = WorkerReport.State.STARTING;

    /**
     * Prepares to tell and to listen.
     *
     * @param publishing what to tell through
     * @param listening what to listen through; nothing is published there
     */
    Membership(
            JobRuntime runtime,
            Gates gates,
            BrokerConnection publishing,
            BrokerConnection listening,
            Duration interval) {
        this.runtime = runtime;
        this.interval = interval;
        this.heartbeat = new Heartbeat(new FleetVoice(publishing), this::report, interval);
        this.gateWatch = new GateWatch(
                gates,
                changed -> new FleetEar(listening, FleetVoice.GATE, body -> changed.run()),
                runtime.lanes(),
                interval);
    }

    /** To be called once the broker was reached, before anything is consumed. */
    void start() {
        heartbeat.start();
        gateWatch.start();
    }

    /** The process takes no more jobs. */
    void drain() {
        state = WorkerReport.State.DRAINING;
        gateWatch.close();
    }

    private WorkerReport report() {
        if (state == WorkerReport.State.STARTING && runtime.lanes().stream().allMatch(QueueLanes::isInOrder)) {
            state = WorkerReport.State.READY;
        }
        List<WorkerReport.Running> running = runtime.longestRunning(WorkerReport.MOST_RUNNING).stream()
                .map(Membership::running)
                .toList();
        return new WorkerReport(
                instance,
                Identity.host(),
                ProcessHandle.current().pid(),
                Identity.version(),
                startedAt,
                Instant.now(),
                interval.toMillis(),
                state,
                runtime.lanes().stream().map(Membership::queue).toList(),
                running,
                Math.max(running.size(), runtime.running()));
    }

    private static WorkerReport.Queue queue(QueueLanes lanes) {
        return new WorkerReport.Queue(
                lanes.queue(),
                lanes.config().concurrency(),
                lanes.busy().getAsInt(),
                lanes.isPaused(),
                lanes.main().state());
    }

    private static WorkerReport.Running running(JobRuntime.Running running) {
        return new WorkerReport.Running(
                running.job().id(),
                running.job().type(),
                running.job().queue(),
                running.job().tenant(),
                running.job().attempt(),
                running.since());
    }

    @Override
    public void close() {
        gateWatch.close();
        state = WorkerReport.State.STOPPED;
        heartbeat.close();
    }
}
