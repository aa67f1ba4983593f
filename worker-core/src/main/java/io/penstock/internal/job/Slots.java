package io.penstock.internal.job;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one channel that wait for a slot, and the slots of its queue. A delivery that gets one runs on a
 * virtual thread of its own; whoever frees a slot starts the next delivery, so that no other thread need be woken for
 * it. Thread-safe; never blocks.
 */
final class Slots {
    private final int concurrency;
    /** Shared by all channels that a queue is consumed on in turn: runs of a lost channel still hold their slots. */
    private final AtomicInteger busy;

    private final Consumer<Delivery> run;
    private final String threadName;
    private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** @param run called with each delivery in turn; sees to it that the delivery is released at last */
    Slots(QueueConsumer.Spec spec, AtomicInteger busy, Consumer<Delivery> run) {
        this.concurrency = spec.concurrency();
        this.busy = busy;
        this.run = run;
        this.threadName = spec.queue() + "-";
    }

    void add(Delivery delivery) {
        waiting.add(delivery);
        startWaiting();
    }

    /** A delivery that had a slot does not need it any more. */
    void free() {
        busy.decrementAndGet();
        startWaiting();
    }

    void startWaiting() {
        while (takeSlot()) {
            Delivery next = waiting.poll();
            if (next == null) {
                busy.decrementAndGet();
            } else {
                Thread.ofVirtual().name(threadName + next.tag()).start(() -> run.accept(next));
            }
        }
    }

    private boolean takeSlot() {
        while (!closed && !waiting.isEmpty()) {
            int now = busy.get();
            if (now >= concurrency) {
                return false;
            }
            if (busy.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    /** From now on no delivery gets a slot. */
    void close() {
        closed = true;
    }

    /** Takes the delivery that has waited longest, null if none waits. */
    @Nullable
    Delivery poll() {
        return waiting.poll();
    }

    /** Takes a delivery that was received before {@code limit} and still waits, null if there is none. */
    @Nullable
    Delivery pollOlderThan(Instant limit) {
        Delivery oldest = waiting.peek();
        boolean taken = oldest != null && oldest.receivedAt().isBefore(limit) && waiting.remove(oldest);
        return taken ? oldest : null;
    }
}
