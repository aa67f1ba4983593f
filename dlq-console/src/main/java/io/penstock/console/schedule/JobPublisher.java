package io.penstock.console.schedule;

import io.penstock.client.EnqueueException;
import io.penstock.client.NewJob;
import java.util.concurrent.CompletableFuture;

/** Where jobs go: {@code JobClient::enqueue}, mandatory, persistent and confirmed within a limited time. */
@FunctionalInterface
public interface JobPublisher {
    /** Completes once the broker has stored the job; fails with {@link EnqueueException}. */
    CompletableFuture<String> publish(NewJob job);
}
