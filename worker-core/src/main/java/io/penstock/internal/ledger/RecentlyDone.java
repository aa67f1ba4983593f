package io.penstock.internal.ledger;

import io.penstock.internal.event.JobEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has ended lately, in two generations: the younger one is written to, and becomes the older one when it is full or
 * old, while the older one is forgotten. To keep an entry costs no more than to put it into a map. Thread-safe.
 */
final class RecentlyDone {
    private static final long BYTES_PER_ENTRY = 256;
    private static final long MEMORY_BYTES = 32L * 1024 * 1024;
    private static final Duration RETENTION = Duration.ofMinutes(5);
    private static final Ledger.Claim.Done TOLD = new Ledger.Claim.Done(null);

    private final long mostBytes;
    private final long longestNanos;
    private final AtomicLong bytes = new AtomicLong();
    private volatile Map<String, Ledger.Claim.Done> younger = new ConcurrentHashMap<>();
    private volatile Map<String, Ledger.Claim.Done> older = Map.of();
    private volatile long since = System.nanoTime();

    /** Remembers each entry for five minutes or so, and fifty thousand of them or so at most. */
    RecentlyDone() {
        this(MEMORY_BYTES, RETENTION);
    }

    /**
     * Remembers each entry for {@code shortest} to twice as long, unless memory runs out before.
     *
     * @param mostBytes about how many bytes both generations may take
     */
    RecentlyDone(long mostBytes, Duration shortest) {
        this.mostBytes = mostBytes / 2;
        this.longestNanos = shortest.toNanos();
    }

    /** @param untold what still has to be told of it, null for nothing */
    void put(String key, @Nullable JobEvent untold) {
        put(key, untold == null ? TOLD : new Ledger.Claim.Done(untold));
    }

    void told(String key) {
        put(key, TOLD);
    }

    void put(String key, Ledger.Claim.Done done) {
        if (bytes.get() > mostBytes || System.nanoTime() - since > longestNanos) {
            startGeneration();
        }
        Ledger.Claim.Done before = younger.put(key, done);
        bytes.addAndGet(sizeOf(key, done) - (before == null ? 0 : sizeOf(key, before)));
    }

    private static long sizeOf(String key, Ledger.Claim.Done done) {
        return BYTES_PER_ENTRY
                + key.length()
                + (done.untold() == null ? 0 : done.untold().data().length);
    }

    private synchronized void startGeneration() {
        if (bytes.get() > mostBytes || System.nanoTime() - since > longestNanos) {
            older = younger;
            younger = new ConcurrentHashMap<>(older.size());
            bytes.set(0);
            since = System.nanoTime();
        }
    }

    Ledger.Claim.@Nullable Done get(String key) {
        Ledger.Claim.Done done = younger.get(key);
        return done == null ? older.get(key) : done;
    }
}
