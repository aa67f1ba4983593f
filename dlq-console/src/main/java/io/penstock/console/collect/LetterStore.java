package io.penstock.console.collect;

import io.penstock.console.letter.LetterIntake;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.store.Database;
import java.time.Clock;
import java.util.List;

/** Stores what was read so that it outlives this process and this machine's power. Thread-safe. */
public final class LetterStore {
    private final Database database;
    private final LetterIntake intake;
    private final ArrivalListener listener;

    /** Stores in this database, and tells the listener. */
    public LetterStore(Database database, Clock clock, ArrivalListener listener) {
        this.database = database;
        this.intake = new LetterIntake(clock);
        this.listener = listener;
    }

    /**
     * Stores those that are not there yet.
     *
     * @return how many those were
     * @throws RuntimeException if none was stored, or it is not known whether they were
     */
    int store(List<NewLetter> letters) {
        int added = database.inTransaction(handle -> {
            List<LetterIntake.Added> fresh = intake.add(handle, letters);
            if (!fresh.isEmpty()) {
                listener.arrived(handle, fresh);
            }
            return fresh.size();
        });
        database.makeDurable();
        return added;
    }

    /** Whether the database answers at all. */
    boolean isReachable() {
        return database.isReachable();
    }
}
