package io.penstock.spi;

import io.penstock.Job;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** What a handler may know about the execution that it is part of. Safe to use from any thread. */
public interface JobContext {

    /** The job. */
    Job job();

    /** When this process received the job, before it waited for its turn: tells jobs apart that were enqueued at once. */
    Instant receivedAt();

    /** When the job's time limit ends. The thread is interrupted then. */
    Instant deadline();

    /**
     * Grows with every execution of the same job. Pass it on to a store that can refuse the lower number, so that an
     * execution that was paused and overtaken can do no harm (fencing token). 0 while no shared ledger is configured or
     * reachable: nothing can be told from it then, and a store must not compare it.
     */
    long fencingToken();

    /**
     * True once the time limit has passed, the process is stopping, or another worker has taken the job over: stop soon
     * and leave nothing half done.
     */
    boolean cancelled();

    /**
     * Keeps the job from being settled – acknowledged, retried, dead-lettered – before this has completed as well, such as an
     * event that must not be lost, which {@link EventStream#tell} has been given. The handler need not wait for it: it returns,
     * and its slot is free. May be called several times, until the handler has returned.
     *
     * @param durable if it fails, the job goes back to its queue and runs again
     */
    void settleAfter(CompletionStage<?> durable);

    /**
     * That of a handler that is called outside of a worker, as tests of handlers and tools do: just received, no time limit,
     * no fencing token, never cancelled; and as nobody settles anything there, {@link #settleAfter} waits.
     */
    static JobContext outsideOfWorkers(Job job) {
        return new OutsideOfWorkers(job, Instant.now());
    }
}
