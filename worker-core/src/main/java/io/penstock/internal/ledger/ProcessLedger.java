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
 * The ledger of a single process. It knows what runs here, and for five minutes or so, of fifty thousand jobs or so at most, what has ended here: a job that is
 * redelivered because its connection was lost does not run twice in this process. Other processes know nothing of it.
 */
public final class ProcessLedger implements Ledger {
    private static final long MEMORY_BYTES = 32L * 1024 * 1024;
    private static final Duration RETENTION = Duration.ofMinutes(5);
    private static final Claim HELD = new Claim.Held(Duration.ofSeconds(5));
    private static final Claim NEW = new Claim.New(0);
    private static final Claim.Done TOLD = new Claim.Done(null);
    private static final CompletionStage<Boolean> OURS = CompletableFuture.completedStage(true);

    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final RecentlyDone done = new RecentlyDone(MEMORY_BYTES, RETENTION);

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public CompletionStage<Claim> claim(Job job) {
        return CompletableFuture.completedStage(claimAtOnce(EntryKey.of(job)));
    }

    Claim claimAtOnce(String key) {
        if (!running.add(key)) {
            return HELD;
        }
        Claim.Done entry = done.get(key);
        if (entry != null) {
            running.remove(key);
            return entry;
        }
        return NEW;
    }

    @Override
    public boolean isStillOurs(Job job) {
        return true;
    }

    /** Nobody else can take over what only this process knows of. */
    @Override
    public void whenLost(Job job, Runnable action) {}

    @Override
    public CompletionStage<Boolean> effectDone(Job job, @Nullable JobEvent event) {
        doneAtOnce(EntryKey.of(job), event);
        return OURS;
    }

    void doneAtOnce(String key, @Nullable JobEvent event) {
        done.put(key, event == null ? TOLD : new Claim.Done(event));
        running.remove(key);
    }

    @Override
    public void told(Job job) {
        toldAtOnce(EntryKey.of(job));
    }

    void toldAtOnce(String key) {
        done.put(key, TOLD);
    }

    @Override
    public CompletionStage<Boolean> release(Job job) {
        releaseAtOnce(EntryKey.of(job));
        return OURS;
    }

    void releaseAtOnce(String key) {
        running.remove(key);
    }
}
