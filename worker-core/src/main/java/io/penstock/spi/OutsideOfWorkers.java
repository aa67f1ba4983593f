package io.penstock.spi;

import io.penstock.Job;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** See {@link JobContext#outsideOfWorkers}. */
record OutsideOfWorkers(Job job, Instant receivedAt) implements JobContext {
    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public long fencingToken() {
        return 0;
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void settleAfter(CompletionStage<?> durable) {
        durable.toCompletableFuture().join();
    }
}
