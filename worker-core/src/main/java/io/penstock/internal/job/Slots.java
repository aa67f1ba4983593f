package io.penstock.internal.job;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one session that wait for a slot, and the slots of its queue. A delivery runs on a virtual thread of
 * its own; whoever frees a slot starts the next thread, so that no other thread need be woken for it. A thread takes its
 * delivery when it runs, not when it is started: threads started from outside wait while others keep the processors
 * busy, and an old delivery that waits with them would hold up the acknowledgement of all younger ones. Thread-safe;
 * never blocks.
 */
final class Slots {
    /** A delivery, and who answers it. */
    record Waiting(Delivery delivery, Settler settler) {}

    private final int threads;
    /** Shared by all sessions of a queue in turn: runs of a lost session still hold their slots. */
    private final AtomicInteger busy;

    private final Consumer<Waiting> run;
    private final String threadName;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** @param run called with each delivery in turn; sees to it that the delivery is released at last */
    Slots(QueueConsumer.Spec spec, AtomicInteger busy, Consumer<Waiting> run) {
        this.threads = spec.threads();
        this.busy = busy;
        this.run = run;
        this.threadName = spec.queue() + "-";
    }

    void add(Waiting delivery) {
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
            Thread.ofVirtual().start(this::runNext);
        }
    }

    private void runNext() {
        Waiting next = closed ? null : waiting.poll();
        if (next == null) {
            free();
        } else {
            Thread.currentThread().setName(threadName + next.delivery().tag());
            run.accept(next);
        }
    }

    private boolean takeSlot() {
        while (!closed && !waiting.isEmpty()) {
            int now = busy.get();
            if (now >= threads) {
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

    /** Deliveries get slots again. */
    void open() {
        closed = false;
    }

    /** Takes the delivery that has waited longest, null if none waits. */
    @Nullable
    Waiting poll() {
        return waiting.poll();
    }

    /** Takes a delivery that was received before {@code limit} and still waits, null if there is none. */
    @Nullable
    Waiting pollOlderThan(Instant limit) {
        Waiting oldest = waiting.peek();
        boolean taken = oldest != null && oldest.delivery().receivedAt().isBefore(limit) && waiting.remove(oldest);
        return taken ? oldest : null;
    }
}
