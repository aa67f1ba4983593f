package io.penstock.console.enqueue;

import io.penstock.client.EnqueueException;
import io.penstock.client.JobClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues jobs, each id of a tenant once. It is remembered after the broker has confirmed its job and before anybody hears of it: after a
 * crash in between, whoever sends the job again has it published a second time under the same id, which the workers' ledger
 * recognises. The same holds for two consoles that get one id at the same moment. Thread-safe.
 */
public final class JobIntake {
    private final JobClient client;
    private final KnownJobs known;
    /** Keys of what is on its way to the broker. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    public JobIntake(JobClient client, KnownJobs known) {
        this.client = client;
        this.known = known;
    }

    /** Why jobs would have to wait if they were enqueued now; empty if they would not. */
    public Optional<String> obstacle() {
        return client.obstacle();
    }

    /** Enqueues all of them at once; what became of each, in the same order. */
    public List<Receipt> enqueue(List<JobOrder> orders) {
        Map<String, JobOrder> mine = new LinkedHashMap<>();
        try {
            orders.stream().filter(this::claim).forEach(order -> mine.put(order.key(), order));
            // not before they are claimed: another call may have been about to remember them
            Map<String, String> before = known.digests(mine.keySet());
            Map<String, CompletableFuture<Receipt>> published = new LinkedHashMap<>();
            mine.values().stream()
                    .filter(order -> !before.containsKey(order.key()))
                    .forEach(order -> published.put(order.key(), publish(order)));
            List<CompletableFuture<Receipt>> receipts = orders.stream()
                    .map(order -> receipt(order, mine.get(order.key()), before.get(order.key()), published))
                    .toList();
            List<Receipt> done = receipts.stream().map(CompletableFuture::join).toList();
            known.remember(accepted(mine, published));
            return done;
        } finally {
            mine.keySet().forEach(underWay::remove);
        }
    }

    /** True for the first order of a key that nobody else has under way. */
    private boolean claim(JobOrder order) {
        return order.named() && underWay.add(order.key());
    }

    /**
     * What becomes of an order.
     *
     * @param first this call's first order of this key, null if another call has it under way
     * @param digest the job that is known by this key, null if none is
     */
    private CompletableFuture<Receipt> receipt(
            JobOrder order,
            @Nullable JobOrder first,
            @Nullable String digest,
            Map<String, CompletableFuture<Receipt>> published) {
        if (!order.named()) {
            return publish(order);
        }
        if (first == null) {
            return CompletableFuture.completedFuture(new Receipt.UnderWay());
        }
        if (digest != null) {
            return CompletableFuture.completedFuture(again(order, digest));
        }
        if (!first.digest().equals(order.digest())) {
            return CompletableFuture.completedFuture(new Receipt.Taken());
        }
        CompletableFuture<Receipt> receipt = Objects.requireNonNull(published.get(order.key()));
        return first.equals(order) ? receipt : receipt.thenApply(JobIntake::twin);
    }

    private static Receipt again(JobOrder order, String digest) {
        return digest.equals(order.digest()) ? new Receipt.Accepted(order.id(), true) : new Receipt.Taken();
    }

    /** The same job twice in one call is one. */
    private static Receipt twin(Receipt first) {
        return first instanceof Receipt.Accepted accepted ? new Receipt.Accepted(accepted.id(), true) : first;
    }

    private CompletableFuture<Receipt> publish(JobOrder order) {
        return client.enqueue(order.job())
                .<Receipt>thenApply(id -> new Receipt.Accepted(id, false))
                .exceptionally(JobIntake::failed);
    }

    private static Receipt failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof EnqueueException known) {
            return new Receipt.Failed(known);
        }
        throw new CompletionException(cause);
    }

    private static List<JobOrder> accepted(
            Map<String, JobOrder> orders, Map<String, CompletableFuture<Receipt>> published) {
        return published.entrySet().stream()
                .filter(entry -> entry.getValue().join() instanceof Receipt.Accepted)
                .map(entry -> Objects.requireNonNull(orders.get(entry.getKey())))
                .toList();
    }
}
