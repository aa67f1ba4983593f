package io.penstock.internal.event;

import io.penstock.internal.event.Outbox.Redelivery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that never loses an event: what the receiver does not take goes to the spool. After a failure everything goes
 * to the spool at once, until the relay has delivered one event, so that an outage costs a job no time-out of its own.
 */
final class SpooledSink {
    private static final Logger log = LoggerFactory.getLogger(SpooledSink.class);

    private final Sink sink;
    private final Spool spool;
    private final AtomicBoolean available = new AtomicBoolean(true);
    private final AtomicBoolean probing = new AtomicBoolean();

    SpooledSink(Sink sink, Spool spool) {
        this.sink = sink;
        this.spool = spool;
        spool.startCounting(sink.name());
    }

    Sink sink() {
        return sink;
    }

    boolean isAvailable() {
        return available.get();
    }

    /** Completes when the event is durable, with the receiver or in the spool. */
    CompletionStage<Void> deliver(JobEvent event) {
        if (!sink.wants(event.kind(), event.user())) {
            return CompletableFuture.completedStage(null);
        }
        if (!available.get()) {
            return spool.store(sink.name(), event);
        }
        return sink.deliver(event).exceptionallyCompose(failure -> {
            failed(event, failure);
            return spool.store(sink.name(), event);
        });
    }

    /** Tries once; if it does not work there is another event of the kind soon. */
    void tryDeliver(JobEvent event) {
        if (available.get() && sink.wants(event.kind(), event.user())) {
            sink.deliver(event).exceptionally(failure -> null);
        }
    }

    /** The relay's way: past the spool, and the first success ends the outage. */
    CompletionStage<Redelivery> redeliver(JobEvent event) {
        boolean probe = !available.get();
        if (probe && !probing.compareAndSet(false, true)) {
            return CompletableFuture.completedStage(Redelivery.NOT_NOW);
        }
        return sink.deliver(event)
                .handle((done, failure) -> {
                    if (failure == null) {
                        up();
                        return Redelivery.DELIVERED;
                    }
                    return failed(event, failure);
                })
                .whenComplete((outcome, failure) -> {
                    if (probe) {
                        probing.set(false);
                    }
                });
    }

    private void up() {
        if (available.compareAndSet(false, true)) {
            log.info("{} is back; spooled events are being delivered", sink.name());
        }
    }

    private Redelivery failed(JobEvent event, Throwable failure) {
        Throwable root = rootOf(failure);
        if (sink.refusesOnly(root)) {
            log.error(
                    "{} refuses event {}, which stays in the spool and is tried again now and then: {}",
                    sink.name(),
                    event.id(),
                    root.toString());
            return Redelivery.REFUSED;
        }
        down(failure);
        return Redelivery.NOT_NOW;
    }

    private void down(Throwable failure) {
        if (available.compareAndSet(true, false)) {
            log.warn(
                    "{} is not available; jobs go on and their events wait in the spool until it is back: {}",
                    sink.name(),
                    rootOf(failure).toString());
        }
    }

    static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
