package io.penstock.internal.job;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that a channel belongs to, as others see it: however many of them wake it, it wakes once. */
final class OwnerThread {
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Thread thread;

    /** The calling thread is the owner from now on. */
    void begin() {
        thread = Thread.currentThread();
    }

    /** Any thread: there is something to do. */
    void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /** The owner: waits until it is woken, but no longer than this. */
    void await(Duration limit) throws InterruptedException {
        if (!woken.get()) {
            LockSupport.parkNanos(this, limit.toNanos());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        woken.set(false);
    }
}
