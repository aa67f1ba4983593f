package io.penstock.internal.ledger;

import org.jspecify.annotations.Nullable;

/** A claim of this process on a job that it runs. Thread-safe. */
final class Lease {
    private final String key;
    private final String claim;
    private final long token;
    private volatile long renewedNanos = System.nanoTime();
    private @Nullable Runnable whenLost;
    private boolean lost;

    /**
     * @param key the job's entry
     * @param claim unique among all claims, with its colon
     * @param token 0 if Redis was not there to give one
     */
    Lease(String key, String claim, long token) {
        this.key = key;
        this.claim = claim;
        this.token = token;
    }

    String claim() {
        return claim;
    }

    Command renewal() {
        return Command.renew(key, claim, token);
    }

    Command end() {
        return Command.release(key, claim);
    }

    synchronized boolean isLost() {
        return lost;
    }

    boolean isKnownToRedis() {
        return token != 0;
    }

    /** Whether Redis gave this claim and somebody else may have it by now. */
    boolean mayBeOver(long leaseNanos) {
        return isKnownToRedis() && isOlderThan(leaseNanos, System.nanoTime());
    }

    boolean isOlderThan(long nanos, long nowNanos) {
        return nowNanos - renewedNanos > nanos;
    }

    void renewed() {
        renewedNanos = System.nanoTime();
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
