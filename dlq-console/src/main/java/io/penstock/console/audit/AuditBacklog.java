package io.penstock.console.audit;

import io.penstock.console.store.Dialect;
import io.penstock.console.store.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries of what is done some hundred times a second, which are stored together a moment after: a transaction for each would
 * cost more than what it tells of. While the database is away they wait, up to {@value #MOST} of them. Thread-safe.
 */
final class AuditBacklog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditBacklog.class);
    private static final int MOST = 10_000;
    private static final int AT_ONCE = 500;
    private static final Duration GATHER = Duration.ofMillis(100);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final BlockingQueue<AuditRow> waiting = new ArrayBlockingQueue<>(MOST);
    private final Pauses pauses = new Pauses();
    private final Consumer<List<AuditRow>> store;
    private final Thread thread = Thread.ofPlatform().daemon().name("audit").unstarted(this::run);

    /** @param store stores some in one transaction */
    AuditBacklog(Consumer<List<AuditRow>> store) {
        this.store = store;
        thread.start();
    }

    /** Takes an entry; false if too many wait already, or the console ends. */
    boolean take(AuditRow row) {
        return !pauses.isOver() && waiting.offer(row);
    }

    private void run() {
        while (!pauses.isOver() || !waiting.isEmpty()) {
            pauses.pause(GATHER);
            List<AuditRow> some = new ArrayList<>();
            if (waiting.drainTo(some, AT_ONCE) > 0) {
                store(some);
            }
        }
    }

    private void store(List<AuditRow> some) {
        while (true) {
            boolean last = pauses.isOver();
            try {
                store.accept(some);
                return;
            } catch (RuntimeException e) {
                if (!Dialect.isAway(e)) {
                    storeOneByOne(some, e);
                    return;
                }
                if (last) {
                    log.error("{} audit entries are not stored, as the console ends", some.size());
                    return;
                }
                log.warn("{} audit entries wait for the database: {}", some.size(), e.getMessage());
                pauses.pause(TRY_AGAIN);
            }
        }
    }

    /** One that the database refuses does no harm to the others. */
    private void storeOneByOne(List<AuditRow> some, RuntimeException failure) {
        if (some.size() == 1) {
            log.error(
                    "the audit entry of request {} is not stored",
                    some.getFirst().act().requestId(),
                    failure);
        } else {
            some.forEach(row -> store(List.of(row)));
        }
    }

    /** Stores what waits, for some seconds at most. */
    @Override
    public void close() {
        pauses.end();
        try {
            thread.join(LONGEST_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
