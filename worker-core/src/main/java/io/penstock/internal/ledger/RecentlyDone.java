package io.penstock.internal.ledger;

import io.penstock.internal.event.JobEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What has ended lately, in two generations: the younger one is written to, and becomes the older one when it is full or
 * old, while the older one is forgotten. Nearly all of it is told already, and then only its key is kept. Thread-safe.
 */
final class RecentlyDone {
    private static final long MEMORY_BYTES = 24L * 1024 * 1024;
    private static final Duration RETENTION = Duration.ofMinutes(5);
    private static final Ledger.Claim.Done TOLD = new Ledger.Claim.Done(null);

    private final long mostBytes;
    private final long longestNanos;
    private volatile Generation younger = new Generation();
    private volatile Generation older = younger;

    /** What ended in one stretch of time. */
    private static final class Generation {
        private static final long BYTES_PER_EVENT = 512;

        private final CompactSet keys = new CompactSet();
        private final Map<String, Ledger.Claim.Done> untold = new ConcurrentHashMap<>();
        private final LongAdder untoldBytes = new LongAdder();
        private final long since = System.nanoTime();

        void put(String key, JobEvent event) {
            Ledger.Claim.Done before = untold.put(key, new Ledger.Claim.Done(event));
            untoldBytes.add(sizeOf(event) - (before == null ? 0 : sizeOf(before.untold())));
            keys.add(key);
        }

        void told(String key) {
            Ledger.Claim.Done before = untold.remove(key);
            if (before != null) {
                untoldBytes.add(-sizeOf(before.untold()));
            }
        }

        private static long sizeOf(@Nullable JobEvent event) {
            return event == null ? 0 : BYTES_PER_EVENT + event.data().length;
        }

        Ledger.Claim.@Nullable Done get(String key, CompactSet.Text text) {
            return keys.contains(text) ? untold.getOrDefault(key, TOLD) : null;
        }

        boolean isOver(long mostBytes, long longestNanos) {
            return keys.bytes() + untoldBytes.sum() > mostBytes || System.nanoTime() - since > longestNanos;
        }
    }

    /** Remembers each entry for five minutes or so, and a hundred thousand of them or so at least. */
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
        Generation current = current();
        if (untold == null) {
            current.keys.add(key);
        } else {
            current.put(key, untold);
        }
    }

    /** Nothing is left to tell of it, whether it was known or not. */
    void told(String key) {
        Generation current = current();
        current.keys.add(key);
        current.told(key);
        older.told(key);
    }

    private Generation current() {
        Generation current = younger;
        return current.isOver(mostBytes, longestNanos) ? successorOf(current) : current;
    }

    private synchronized Generation successorOf(Generation full) {
        if (younger == full) {
            older = full;
            younger = new Generation();
        }
        return younger;
    }

    Ledger.Claim.@Nullable Done get(String key) {
        Generation current = younger;
        Generation before = older;
        CompactSet.Text text = CompactSet.Text.of(key);
        Ledger.Claim.Done done = current.get(key, text);
        return done != null || before == current ? done : before.get(key, text);
    }
}
