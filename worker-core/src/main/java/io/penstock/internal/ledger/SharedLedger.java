package io.penstock.internal.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.Job;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.redis.Redis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of all processes, in Redis. What this process knows by itself it does not ask: a job that runs here or has
 * ended here a moment ago is found even while Redis is away.
 *
 * <p>A claim is a lease. When its holder dies, the lease runs out and the next delivery of the job takes it over, with a
 * higher fencing token. A holder that was only paused learns on its next command that it was overtaken, and records and
 * tells nothing.
 */
public final class SharedLedger implements Ledger, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SharedLedger.class);
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(1);
    private static final Duration ANOTHER_VERSION = Duration.ofSeconds(5);
    private static final byte[] TOLD = {'E'};

    private final ProcessLedger here = new ProcessLedger();
    private final LedgerScript script;
    private final Leases leases;
    private final LateRecords late;
    private final long leaseNanos;
    private final boolean strict;
    private final String owner;
    private final AtomicLong claims = new AtomicLong();
    private final Counter unrecorded;

    /**
     * What is agreed on between all workers of a virtual host.
     *
     * @param lease how long a claim lasts unless it is renewed
     * @param retention how long it is remembered that a job is done
     * @param strict whether jobs wait while Redis is away, rather than run without being recorded
     */
    public record Terms(Duration lease, Duration retention, boolean strict) {}

    /** @param worker this process, for whoever looks into Redis to see who holds a job */
    public SharedLedger(Redis redis, Terms terms, String worker, MeterRegistry meters) {
        script = new LedgerScript(redis, terms.lease(), terms.retention());
        late = new LateRecords(script);
        leases = new Leases(script, terms.lease(), late);
        leaseNanos = terms.lease().toNanos();
        strict = terms.strict();
        owner = ":" + worker + "/"
                + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), 36) + ".";
        unrecorded = meters.counter("penstock.ledger.unrecorded");
    }

    /** False while Redis does not answer. */
    public boolean isAvailable() {
        return script.isAvailable();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public CompletionStage<Claim> claim(Job job) {
        String key = EntryKey.of(job);
        Claim known = here.claimAtOnce(key);
        if (!(known instanceof Claim.New)) {
            return CompletableFuture.completedStage(known);
        }
        String claim = owner + Long.toString(claims.incrementAndGet(), 36);
        return script.run(Command.claim(key, claim)).handle((answer, failure) -> {
            Claim found = failure == null ? found(answer) : withoutRedis();
            if (found instanceof Claim.New ours) {
                leases.add(key, new Lease(key, claim, ours.token()));
            } else {
                here.releaseAtOnce(key);
            }
            return found;
        });
    }

    private static Claim found(Object answer) {
        if (answer instanceof Long token) {
            return new Claim.New(token);
        }
        byte[] entry = (byte[]) answer;
        return switch (entry[0]) {
            case 'D' -> untold(entry);
            case 'R' -> new Claim.Held(Duration.ofMillis(Math.max(0, Long.parseLong(text(entry)))));
            default -> new Claim.Done(null);
        };
    }

    /** An event in the words of another version is left to a worker that understands it. */
    private static Claim untold(byte[] entry) {
        try {
            return new Claim.Done(EventBytes.read(entry));
        } catch (IllegalArgumentException e) {
            log.error("a job that was done comes back later, as its event cannot be told here: {}", e.getMessage());
            return new Claim.Held(ANOTHER_VERSION);
        }
    }

    private static String text(byte[] entry) {
        return new String(entry, 1, entry.length - 1, StandardCharsets.UTF_8);
    }

    private Claim withoutRedis() {
        if (strict) {
            return new Claim.Unknown();
        }
        unrecorded.increment();
        return new Claim.New(0);
    }

    @Override
    public boolean isStillOurs(Job job) {
        return !mayBeSomebodyElses(leases.get(EntryKey.of(job)));
    }

    @Override
    public void whenLost(Job job, Runnable action) {
        Lease lease = leases.get(EntryKey.of(job));
        if (lease != null) {
            lease.whenLost(action);
        }
    }

    @Override
    public CompletionStage<Boolean> effectDone(Job job, @Nullable JobEvent event) {
        String key = EntryKey.of(job);
        Lease lease = leases.remove(key);
        byte[] entry = event == null ? TOLD : EventBytes.write((byte) 'D', event);
        Supplier<Command> done = () -> Command.done(key, claimOf(lease), entry);
        CompletionStage<Object> recorded = strict ? late.untilAnswered(done) : script.run(done.get());
        return recorded.handle((answer, failure) -> {
            boolean ours = failure == null ? answer.equals(Command.YES) : !isLost(lease);
            if (failure != null && ours) {
                doneUnrecorded(lease, done);
            }
            if (ours) {
                here.doneAtOnce(key, event);
            } else {
                here.releaseAtOnce(key);
                log.warn("{} was taken over by another worker before it was done here", key);
            }
            return ours;
        });
    }

    /** A job is counted once: with its claim, or else now. */
    private void doneUnrecorded(@Nullable Lease lease, Supplier<Command> done) {
        if (lease != null && lease.isKnownToRedis()) {
            unrecorded.increment();
        }
        late.record(done);
    }

    private static boolean isLost(@Nullable Lease lease) {
        return lease != null && lease.isLost();
    }

    /** Nobody waits for this: without it the event is told once more should the job come back. */
    @Override
    public void told(Job job) {
        String key = EntryKey.of(job);
        here.toldAtOnce(key);
        var unused = script.run(Command.told(key));
    }

    @Override
    public CompletionStage<Boolean> release(Job job) {
        String key = EntryKey.of(job);
        Lease lease = leases.remove(key);
        return script.run(Command.release(key, claimOf(lease))).handle((answer, failure) -> {
            here.releaseAtOnce(key);
            return failure == null ? answer.equals(Command.YES) : !mayBeSomebodyElses(lease);
        });
    }

    /** While Redis cannot be asked, a claim counts until its lease is over: then it comes back to find out. */
    private boolean mayBeSomebodyElses(@Nullable Lease lease) {
        return lease != null && (lease.isLost() || lease.mayBeOver(leaseNanos));
    }

    private static String claimOf(@Nullable Lease lease) {
        return lease == null ? ":" : lease.claim();
    }

    @Override
    public void close() {
        leases.close();
        try {
            script.awaitAnswers(TIME_TO_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
