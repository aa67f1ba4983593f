package io.penstock.image;

import java.util.concurrent.Semaphore;

/** Memory for decoding, shared by all jobs of the process: a picture waits until what it needs is free. Thread-safe. */
final class DecodePermits {
    private static final int UNIT = 64 * 1024;

    private final int units;
    private final Semaphore free;

    /** @param bytes that all pictures together may need at once */
    DecodePermits(long bytes) {
        this.units = (int) Math.max(1, bytes / UNIT);
        this.free = new Semaphore(units, true);
    }

    /**
     * Waits for this much memory, in the order of asking.
     *
     * @throws PictureException if it is more than there is in all
     */
    Permit acquire(long bytes) throws InterruptedException, PictureException {
        long needed = 1 + bytes / UNIT;
        if (needed > units) {
            throw new PictureException("expected a picture that needs at most " + mebibytes((long) units * UNIT)
                    + " MiB of memory for these renditions, got one that needs " + mebibytes(bytes)
                    + " MiB: ask for smaller renditions, or set PENSTOCK_IMAGE_MEMORY or a larger heap");
        }
        free.acquire((int) needed);
        return () -> free.release((int) needed);
    }

    private static long mebibytes(long bytes) {
        return (bytes >> 20) + 1;
    }

    /** What was taken; closed once. */
    @FunctionalInterface
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }
}
