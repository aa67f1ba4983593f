package io.penstock.internal.ledger;

import io.penstock.Job;
import io.penstock.internal.event.JobEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a single process. It knows what runs here and what has ended here lately: a job that is redelivered because
 * its connection was lost does not run twice in this process. Other processes know nothing of it.
 */
public final class ProcessLedger implements Ledger {
    static final Claim HELD = new Claim.Held(Duration.ofSeconds(5));
    private static final CompletionStage<Boolean> OURS = CompletableFuture.completedStage(true);

    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final RecentlyDone done = new RecentlyDone();

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public CompletionStage<Claim> claim(Job job) {
        return CompletableFuture.completedStage(claim(EntryKey.of(job)));
    }

    private Claim claim(String key) {
        if (!running.add(key)) {
            return HELD;
        }
        Claim.Done entry = done.get(key);
        if (entry != null) {
            running.remove(key);
            return entry;
        }
        return new Claim.New(new Claimed(key));
    }

    @Override
    public void told(Job job) {
        done.told(EntryKey.of(job));
    }

    private final class Claimed implements ClaimedJob {
        private final String key;

        private Claimed(String key) {
            this.key = key;
        }

        @Override
        public long token() {
            return 0;
        }

        @Override
        public boolean isStillOurs() {
            return true;
        }

        /** Nobody else can take over what only this process knows of. */
        @Override
        public void whenLost(Runnable action) {}

        @Override
        public CompletionStage<Boolean> effectDone(@Nullable JobEvent event) {
            done.put(key, event);
            running.remove(key);
            return OURS;
        }

        @Override
        public void told() {
            done.told(key);
        }

        @Override
        public CompletionStage<Boolean> release() {
            running.remove(key);
            return OURS;
        }
    }
}
