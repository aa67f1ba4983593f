package io.penstock.internal.job;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one session that wait for a slot, and the slots of its queue. A few virtual threads take deliveries and
 * begin with them, one after the other; when one of them gets a delivery that needs a thread of its own, it is that
 * thread, and another goes on taking. Whoever frees a slot starts the next one if need be, so that no other thread need be
 * woken for it. A delivery is taken by a thread that runs, not when that is started: threads started from outside wait
 * while others keep the processors busy, and an old delivery that waits with them would hold up the acknowledgement of all
 * younger ones. Thread-safe; never blocks.
 */
final class Slots {
    private static final int MOST_TAKERS = Runtime.getRuntime().availableProcessors();

    /** A delivery, and who answers it. */
    record Waiting(Delivery delivery, Settler settler) {}

    /** What is done with a delivery that has a slot; sees to it that the delivery is released at last. */
    interface Beginning {
        /** Returns what is left to do on the same thread, null if nothing is. */
        @Nullable
        Runnable begin(Waiting next);
    }

    private final IntSupplier slots;
    /** Shared by all sessions of a queue in turn: runs of a lost session still hold their slots. */
    private final AtomicInteger busy;

    private final Beginning beginning;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger takers = new AtomicInteger();
    private volatile boolean closed;

    /** @param slots how many there are at the moment */
    Slots(IntSupplier slots, AtomicInteger busy, Beginning beginning) {
        this.slots = slots;
        this.busy = busy;
        this.beginning = beginning;
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

    /** Sees to it that somebody takes what waits, as long as there are slots. */
    void startWaiting() {
        if (isAnyToTake() && tryIncrement(takers, MOST_TAKERS)) {
            Thread.startVirtualThread(this::take);
        }
    }

    private void take() {
        Runnable own = null;
        while (own == null && isAnyToTake() && tryIncrement(busy, slots.getAsInt())) {
            Waiting next = waiting.poll();
            if (next == null) {
                busy.decrementAndGet(); // others were faster
            } else {
                own = beginning.begin(next);
            }
        }
        takers.decrementAndGet();
        startWaiting();
        if (own != null) {
            own.run();
        }
    }

    private boolean isAnyToTake() {
        return !closed && !waiting.isEmpty() && busy.get() < slots.getAsInt();
    }

    private static boolean tryIncrement(AtomicInteger number, int most) {
        int now = number.get();
        while (now < most) {
            if (number.compareAndSet(now, now + 1)) {
                return true;
            }
            now = number.get();
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
