package io.penstock.internal.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.penstock.Job;
import io.penstock.internal.event.JobEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ledger of a single process, used while no shared one is configured. It knows what runs here, and for some minutes
 * what has ended here: a job that is redelivered because its connection was lost does not run twice in this process.
 * Other processes know nothing of it.
 */
public final class ProcessLedger implements Ledger {
    private static final long MEMORY_BYTES = 16L * 1024 * 1024;
    private static final Duration RETENTION = Duration.ofMinutes(10);

    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Cache<String, JobEvent> done = Caffeine.newBuilder()
            .maximumWeight(MEMORY_BYTES)
            .weigher((String key, JobEvent event) -> 256 + key.length() + event.data().length)
            .expireAfterWrite(RETENTION)
            .build();

    @Override
    public CompletionStage<Claim> claim(Job job) {
        String key = keyOf(job);
        if (!running.add(key)) {
            return CompletableFuture.completedStage(new Claim.Held());
        }
        JobEvent event = done.getIfPresent(key);
        if (event != null) {
            running.remove(key);
            return CompletableFuture.completedStage(new Claim.Done(event));
        }
        return CompletableFuture.completedStage(new Claim.New(0));
    }

    @Override
    public CompletionStage<Boolean> effectDone(Job job, long token, JobEvent event) {
        done.put(keyOf(job), event);
        running.remove(keyOf(job));
        return CompletableFuture.completedStage(true);
    }

    @Override
    public void release(Job job, long token) {
        running.remove(keyOf(job));
    }

    /** Two producers may have had the same idea of an id; only the same job is the same. */
    private static String keyOf(Job job) {
        return String.join("\n", job.queue(), job.type(), String.valueOf(job.tenant()), job.effectKey());
    }
}
