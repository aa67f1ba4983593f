package io.penstock.pdf;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What all documents of the process together may hold of the heap in pictures, fonts and style sheets, so that a few large
 * ones cannot exhaust it. Whoever holds a part of it asks for no more, so nobody waits for one who waits. Thread-safe.
 */
final class Memory {
    /** What a document may load without asking. */
    static final long SMALL = 4L * 1024 * 1024;

    private static final int UNIT = 64 * 1024;
    private static final int PART_FOR_DECODING = 2;
    private static final int PART_FOR_DOCUMENTS = 4;

    private final Semaphore decoding;
    private final Semaphore largeDocuments;
    private final int units;
    private final Duration patience;

    /**
     * Shares out a heap.
     *
     * @param heap its size in bytes; half of it is for decoding, a quarter for what large documents load
     * @param patience how long a document waits for its turn
     */
    Memory(long heap, Duration patience) {
        this.units = Math.clamp(heap / PART_FOR_DECODING / UNIT, 1, Integer.MAX_VALUE);
        this.decoding = new Semaphore(units, true);
        this.largeDocuments =
                new Semaphore(Math.clamp(heap / PART_FOR_DOCUMENTS / Limits.ALL_RESOURCES, 1, 1_000), true);
        this.patience = patience;
    }

    /**
     * Takes what a document needs that loads more than {@link #SMALL}.
     *
     * @throws BusyException if others held all of it for too long
     */
    Held largeDocument() {
        return held(largeDocuments, 1);
    }

    /**
     * Takes what decoding a picture needs.
     *
     * @param url of the picture, for the message
     * @throws RefusedException if it is more than there is
     * @throws BusyException if others held it for too long
     */
    Held decoding(String url, long bytes) {
        long needed = 1 + bytes / UNIT;
        if (needed > units) {
            throw new RefusedException("expected a picture that needs at most " + mebibytes((long) units * UNIT)
                    + " MiB to be decoded at " + Resources.shown(url) + ", got one that needs " + mebibytes(bytes)
                    + " MiB: make it smaller, use JPEG, or give the worker a larger heap");
        }
        return held(decoding, (int) needed);
    }

    private Held held(Semaphore semaphore, int permits) {
        try {
            if (!semaphore.tryAcquire(permits, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopwatch.StoppedException();
        }
        return () -> semaphore.release(permits);
    }

    private static long mebibytes(long bytes) {
        return (bytes >> 20) + 1;
    }

    /** What was taken; closed once. */
    @FunctionalInterface
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Other documents need the memory: this one is to come back later. */
    static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BusyException() {
            super("other documents with large pictures are being made");
        }
    }
}
