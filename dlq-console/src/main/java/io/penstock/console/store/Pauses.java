package io.penstock.console.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses that end when the process does. Threads are never interrupted: H2 would close its file over that. Thread-safe. */
public final class Pauses {
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Waits; returns at once when the process ends. */
    public void pause(Duration time) {
        try {
            boolean unused = ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // the latch says when to end
        }
    }

    public boolean isOver() {
        return ended.getCount() == 0;
    }

    public void end() {
        ended.countDown();
    }
}
