package io.penstock.webhook.endpoint;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Deliveries of this process that wait a moment for their turn instead of being sent away, a few for each endpoint. Thread-safe. */
final class Turnstile {
    /** More would hold slots that other endpoints' jobs need. */
    static final int MOST_WAITING = 20;

    private static final Comparator<Waiter> BY_AGE =
            Comparator.<Waiter, String>comparing(waiter -> waiter.order).thenComparingInt(System::identityHashCode);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, TreeSet<Waiter>> waiting = new HashMap<>();

    /** One that waits. */
    final class Waiter implements AutoCloseable {
        private final String endpoint;
        private final String order;
        private final Semaphore turn = new Semaphore(0);
        private volatile boolean displaced;

        private Waiter(String endpoint, String order) {
            this.endpoint = endpoint;
            this.order = order;
        }

        /** Until it is worth asking again, at most so long. */
        void await(long millis) throws InterruptedException {
            if (turn.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                turn.drainPermits();
            }
        }

        /** True once an older one has taken its place here. */
        boolean isDisplaced() {
            return displaced;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /** Returns null if as many wait as may. */
    @Nullable
    Waiter enter(String endpoint, String order) {
        lock.lock();
        try {
            TreeSet<Waiter> others = waiting.computeIfAbsent(endpoint, name -> new TreeSet<>(BY_AGE));
            Waiter waiter = new Waiter(endpoint, order);
            if (others.size() >= MOST_WAITING) {
                Waiter youngest = others.last();
                if (BY_AGE.compare(youngest, waiter) < 0) {
                    return null;
                }
                others.remove(youngest);
                youngest.displaced = true;
                youngest.turn.release();
            }
            others.add(waiter);
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    /** Whether anybody waits there. */
    boolean isCrowded(String endpoint) {
        lock.lock();
        try {
            return waiting.containsKey(endpoint);
        } finally {
            lock.unlock();
        }
    }

    private void leave(Waiter waiter) {
        lock.lock();
        try {
            TreeSet<Waiter> others = waiting.get(waiter.endpoint);
            if (others != null && others.remove(waiter) && others.isEmpty()) {
                waiting.remove(waiter.endpoint);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something has changed at the endpoint: its oldest waiter had better ask again. */
    void wakeFirst(String endpoint) {
        lock.lock();
        try {
            TreeSet<Waiter> others = waiting.get(endpoint);
            if (others != null && !others.isEmpty()) {
                others.first().turn.release();
            }
        } finally {
            lock.unlock();
        }
    }
}
