package io.penstock.internal.ledger;

import org.jspecify.annotations.Nullable;

/** A claim of this process on a job, from asking for it to the job's end. Thread-safe. */
final class Lease {
    private final String key;
    private final byte[] keyBytes;
    private final byte[] claim;
    private long token;
    private volatile boolean running;
    private volatile long renewedNanos = System.nanoTime();
    private @Nullable Runnable whenLost;
    private boolean lost;

    /**
     * A claim that is about to be asked for.
     *
     * @param key the job's entry
     * @param claim unique among all claims on this job, with its colon
     */
    Lease(String key, byte[] claim) {
        this.key = key;
        this.keyBytes = Command.bytes(key);
        this.claim = claim;
    }

    String key() {
        return key;
    }

    /** Its job is ours. To be called before others can see it. */
    void begin(long given) {
        token = given;
        running = true;
    }

    /** Its job has ended here: it is not renewed any more, and has lost nothing. */
    void end() {
        running = false;
    }

    boolean isRunning() {
        return running;
    }

    /** 0 if Redis was not there to give one. */
    long token() {
        return token;
    }

    Command request() {
        return Command.claim(keyBytes, claim);
    }

    Command renewal() {
        return Command.renew(keyBytes, claim, token);
    }

    Command done(byte[] entry) {
        return Command.done(keyBytes, claim, entry);
    }

    Command told() {
        return Command.told(keyBytes);
    }

    Command release() {
        return Command.release(keyBytes, claim);
    }

    synchronized boolean isLost() {
        return lost;
    }

    boolean isKnownToRedis() {
        return token != 0;
    }

    /** While Redis cannot be asked, a claim counts until its time is over: then it comes back to find out. */
    boolean mayBeSomebodyElses(long leaseNanos) {
        return isLost() || (isKnownToRedis() && isOlderThan(leaseNanos, System.nanoTime()));
    }

    boolean isOlderThan(long nanos, long nowNanos) {
        return nowNanos - renewedNanos > nanos;
    }

    /** @param askedNanos when that was asked for: in Redis it lasts from a later moment, never from an earlier one */
    void renewed(long askedNanos) {
        renewedNanos = askedNanos;
    }

    void whenLost(Runnable action) {
        boolean already;
        synchronized (this) {
            already = lost;
            whenLost = action;
        }
        if (already) {
            action.run();
        }
    }

    /** Somebody else has the job. */
    void lose() {
        Runnable action;
        synchronized (this) {
            action = lost ? null : whenLost;
            lost = true;
        }
        if (action != null) {
            action.run();
        }
    }
}
