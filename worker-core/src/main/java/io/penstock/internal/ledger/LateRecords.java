package io.penstock.internal.ledger;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Records what could not be recorded while Redis was away, once it is back. Thread-safe; never blocks. */
final class LateRecords {
    /** What an outage may leave to be made up for; more than that is forgotten. */
    private static final int MOST = 20_000;

    private record Waiting(Supplier<Command> command, CompletableFuture<Object> answered) {}

    private final LedgerScript script;
    private final Semaphore room = new Semaphore(MOST);
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    LateRecords(LedgerScript script) {
        this.script = script;
    }

    /** For those who do not wait. */
    void record(Supplier<Command> command) {
        if (room.tryAcquire()) {
            CompletableFuture<Object> answered = new CompletableFuture<>();
            var unused = answered.thenRun(room::release);
            waiting.add(new Waiting(command, answered));
        }
    }

    /** Asks now, and again and again until Redis answers, for as long as this process lives. */
    CompletionStage<Object> untilAnswered(Supplier<Command> command) {
        Waiting first = new Waiting(command, new CompletableFuture<>());
        attempt(first);
        return first.answered();
    }

    private void attempt(Waiting next) {
        var unused = script.run(next.command().get()).whenComplete((answer, failure) -> {
            if (failure == null) {
                next.answered().complete(answer);
            } else {
                waiting.add(next);
            }
        });
    }

    /** To be called now and then. */
    void retry() {
        for (int left = waiting.size(); left > 0 && script.isAvailable(); left--) {
            Waiting next = waiting.poll();
            if (next != null) {
                attempt(next);
            }
        }
    }
}
