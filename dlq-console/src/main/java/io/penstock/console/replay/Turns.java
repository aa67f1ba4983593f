package io.penstock.console.replay;

import io.penstock.console.store.Database;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jdbi.v3.core.HandleCallback;

/**
 * Lets a few at once of many threads use the database, in the order in which they come, so that there are always connections
 * for those who collect, look and ask. Thread-safe.
 */
final class Turns {
    private static final int AT_ONCE = 4;

    private final Semaphore free = new Semaphore(AT_ONCE, true);

    /** Does this when it is our turn. It must not take a turn itself. */
    <T> T take(Supplier<T> work) {
        free.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    /** Does this in a transaction when it is our turn. */
    <T> T inTransaction(Database database, HandleCallback<T, RuntimeException> work) {
        return take(() -> database.inTransaction(work));
    }
}
