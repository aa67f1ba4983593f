package io.penstock.internal.job;

import io.penstock.Job;
import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.spi.JobContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a handler. It is concluded exactly once, and not before what the handler told is durable: by its own thread
 * when the handler returns, or by somebody else when the handler does not stop although its time is up or the process is.
 */
final class Execution implements JobContext {

    /** How a run ended. */
    sealed interface End {
        record Returned(Outcome outcome) implements End {}

        /** The process stops; the job is for somebody else. */
        record Stopped() implements End {}

        /** It told what is not durable and never will be: as if it had not run. */
        record Untold(Throwable why) implements End {}
    }

    private final Job job;
    private final long token;
    private final Times times;
    private final Instant deadline;
    private final Consumer<End> onEnd;
    private final AtomicBoolean concluded = new AtomicBoolean();
    private final Thread thread = Thread.currentThread();
    private boolean inHandler = true;
    private @Nullable CompletionStage<Void> promised;
    private volatile boolean overdue;
    private volatile boolean stopping;
    private volatile boolean overtaken;

    /** When the job came, when it began, and how long it may take. */
    record Times(Instant receivedAt, Instant startedAt, Duration limit) {}

    /** To be created on the thread that runs the handler. */
    Execution(Job job, long token, Times times, Consumer<End> onEnd) {
        this.job = job;
        this.token = token;
        this.times = times;
        this.deadline = times.startedAt().plus(times.limit());
        this.onEnd = onEnd;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public Instant receivedAt() {
        return times.receivedAt();
    }

    Instant startedAt() {
        return times.startedAt();
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public long fencingToken() {
        return token;
    }

    @Override
    public boolean cancelled() {
        return overdue || stopping || overtaken;
    }

    @Override
    public synchronized void settleAfter(CompletionStage<?> durable) {
        CompletionStage<?> all = promised == null ? durable : promised.thenCombine(durable, (before, done) -> done);
        promised = all.thenApply(done -> null);
    }

    private synchronized @Nullable CompletionStage<Void> promised() {
        return promised;
    }

    /** The time limit has passed: interrupts the handler, once. */
    void expire() {
        if (!overdue) {
            overdue = true;
            interrupt();
        }
    }

    /** The process stops: interrupts the handler, once. */
    void stop() {
        if (!stopping) {
            stopping = true;
            interrupt();
        }
    }

    /** Another worker has the job: interrupts the handler, once. Nothing that it still does may be told. */
    void overtaken() {
        if (!overtaken) {
            overtaken = true;
            interrupt();
        }
    }

    private synchronized void interrupt() {
        if (inHandler) {
            thread.interrupt();
        }
    }

    /** The handler has returned: from here on nobody interrupts the thread. */
    synchronized void leftHandler() {
        inHandler = false;
        Thread.interrupted(); // what came too late is not for the code that settles the job
    }

    /**
     * Ends with what the handler returned. An effect that happened counts, however late, and so does the word that the job
     * must not be tried again: somebody else would try it.
     */
    void returned(Outcome outcome) {
        if (outcome instanceof Outcome.Done || outcome instanceof Outcome.Rejected) {
            conclude(new End.Returned(outcome));
        } else if (stopping) {
            conclude(new End.Stopped());
        } else if (overdue && outcome instanceof Outcome.Failed) {
            conclude(new End.Returned(timedOut("the handler was interrupted")));
        } else {
            conclude(new End.Returned(outcome));
        }
    }

    /** The handler does not stop: ends without it. Whatever it still does is not waited for. */
    void abandon() {
        conclude(
                stopping
                        ? new End.Stopped()
                        : new End.Returned(timedOut("the handler ignores interruption and goes on by itself")));
    }

    private Outcome timedOut(String whatHappened) {
        return new Outcome.Failed(
                JobError.of(
                        "io.penstock.TimeLimitExceeded",
                        "time limit of " + times.limit().toMillis() + " ms exceeded; " + whatHappened),
                null);
    }

    private void conclude(End end) {
        if (concluded.compareAndSet(false, true)) {
            CompletionStage<Void> durable = promised();
            if (durable == null) {
                onEnd.accept(end);
            } else {
                var unused = durable.whenComplete(
                        (done, failure) -> onEnd.accept(failure == null ? end : new End.Untold(failure)));
            }
        }
    }
}
