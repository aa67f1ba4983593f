package io.penstock.internal.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claims of this process, renewed three times per lease for as long as their jobs run, so that most jobs end without
 * a renewal. Thread-safe.
 */
final class Leases implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final long LONGEST_TICK_MILLIS = 1_000;

    private final LedgerScript script;
    private final LateRecords late;
    private final long renewNanos;
    private final Map<String, Lease> all = new ConcurrentHashMap<>();
    private final Thread thread;

    Leases(LedgerScript script, Duration lease, LateRecords late) {
        this.script = script;
        this.late = late;
        this.renewNanos = lease.toNanos() / 3;
        this.thread = Thread.ofPlatform().daemon().name("ledger-leases").start(this::run);
    }

    /** False if there is another one on the same job here. */
    boolean add(Lease lease) {
        return all.putIfAbsent(lease.key(), lease) == null;
    }

    void remove(Lease lease) {
        all.remove(lease.key(), lease);
    }

    private void run() {
        long tick = Math.clamp(renewNanos / 2_000_000, 10, LONGEST_TICK_MILLIS);
        try {
            while (true) {
                Thread.sleep(tick);
                script.probe();
                late.retry();
                renewOld();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewOld() {
        long now = System.nanoTime();
        all.values().stream()
                .filter(lease -> lease.isRunning() && lease.isOlderThan(renewNanos, now))
                .forEach(this::renew);
    }

    /** For as long as its job runs: a renewal that comes too late is taken back. */
    void renew(Lease lease) {
        long asked = System.nanoTime();
        var unused = script.run(lease.renewal()).whenComplete((answer, failure) -> {
            if (failure != null) {
                return; // the next round tries again
            }
            if (!answer.equals(Command.YES)) {
                lost(lease);
            } else if (lease.isRunning()) {
                lease.renewed(asked);
            } else {
                // its job ended meanwhile, and the renewal may have come after the release
                script.run(lease.release());
            }
        });
    }

    /** A job that has just ended here is not renewed any more and has lost nothing. */
    private void lost(Lease lease) {
        if (lease.isRunning()) {
            log.warn("{} was taken over by another worker while its job ran here", lease.key());
            lease.lose();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
