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

    private final RecentlyDone done = new RecentlyDone();
    private final LedgerScript script;
    private final Leases leases;
    private final LateRecords late;
    private final long leaseNanos;
    private final boolean strict;
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
        String owner =
                worker + "/" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), Character.MAX_RADIX);
        script = new LedgerScript(redis, terms.lease(), terms.retention(), owner);
        late = new LateRecords(script);
        leases = new Leases(script, terms.lease(), late);
        leaseNanos = terms.lease().toNanos();
        strict = terms.strict();
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
        Lease lease = new Lease(key, script.claimName());
        if (!leases.add(lease)) {
            return CompletableFuture.completedStage(ProcessLedger.HELD);
        }
        Claim.Done known = done.get(key);
        if (known != null) {
            leases.remove(lease);
            return CompletableFuture.completedStage(known);
        }
        return script.run(lease.request()).handle((answer, failure) -> {
            Claim found = failure == null ? found(answer, lease) : withoutRedis(lease);
            if (!(found instanceof Claim.New)) {
                leases.remove(lease);
            }
            return found;
        });
    }

    private Claim found(Object answer, Lease lease) {
        if (answer instanceof Long token) {
            return begun(lease, token);
        }
        try {
            return entry((byte[]) answer);
        } catch (RuntimeException e) {
            // that of another version is left to a worker that understands it
            log.error(
                    "{} comes back later, as what the ledger knows of it cannot be understood here: {}",
                    lease.key(),
                    e.toString());
            return new Claim.Held(ANOTHER_VERSION);
        }
    }

    private static Claim entry(byte[] entry) {
        return switch (entry[0]) {
            case 'D' -> new Claim.Done(EventBytes.read(entry));
            case 'R' -> new Claim.Held(Duration.ofMillis(Math.max(0, Long.parseLong(text(entry)))));
            default -> new Claim.Done(null);
        };
    }

    private Claim withoutRedis(Lease lease) {
        if (strict) {
            return new Claim.Unknown();
        }
        unrecorded.increment();
        return begun(lease, 0);
    }

    private Claim.New begun(Lease lease, long token) {
        lease.begin(token);
        return new Claim.New(new Claimed(lease));
    }

    private static String text(byte[] entry) {
        return new String(entry, 1, entry.length - 1, StandardCharsets.UTF_8);
    }

    @Override
    public void told(Job job) {
        String key = EntryKey.of(job);
        done.told(key);
        var unused = script.run(Command.told(Command.bytes(key)));
    }

    /** A job is counted once: with its claim, or else now. */
    private void doneUnrecorded(Lease lease, Supplier<Command> command) {
        if (lease.isKnownToRedis()) {
            unrecorded.increment();
        }
        late.record(command);
    }

    private final class Claimed implements ClaimedJob {
        private final Lease lease;

        private Claimed(Lease lease) {
            this.lease = lease;
        }

        @Override
        public long token() {
            return lease.token();
        }

        @Override
        public boolean isStillOurs() {
            return !lease.mayBeSomebodyElses(leaseNanos);
        }

        @Override
        public void whenLost(Runnable action) {
            lease.whenLost(action);
        }

        @Override
        public CompletionStage<Boolean> effectDone(@Nullable JobEvent event) {
            lease.end();
            byte[] entry = event == null ? TOLD : EventBytes.write((byte) 'D', event);
            Supplier<Command> command = () -> lease.done(entry);
            CompletionStage<Object> recorded = strict ? late.untilAnswered(command) : script.run(command.get());
            return recorded.handle((answer, failure) -> {
                boolean ours = failure == null ? answer.equals(Command.YES) : !lease.isLost();
                if (failure != null && ours) {
                    doneUnrecorded(lease, command);
                }
                if (ours) {
                    done.put(lease.key(), event);
                } else {
                    log.warn("{} was taken over by another worker before it was done here", lease.key());
                }
                leases.remove(lease);
                return ours;
            });
        }

        /** Nobody waits for this: without it the event is told once more should the job come back. */
        @Override
        public void told() {
            done.told(lease.key());
            var unused = script.run(lease.told());
        }

        @Override
        public CompletionStage<Boolean> release() {
            lease.end();
            return script.run(lease.release()).handle((answer, failure) -> {
                leases.remove(lease);
                return failure == null ? answer.equals(Command.YES) : !lease.mayBeSomebodyElses(leaseNanos);
            });
        }
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
