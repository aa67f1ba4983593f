package io.penstock.console.collect;

import io.penstock.console.letter.LetterIntake;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Hears of dead letters in the transaction that stores them: what it writes is there if and only if they are. */
@FunctionalInterface
public interface ArrivalListener {
    /** Nobody listens. */
    ArrivalListener NONE = (transaction, letters) -> {};

    /**
     * New dead letters, at least one, were added. May be called again for the same ones if the transaction fails.
     *
     * @throws RuntimeException if they must not be stored; they stay in their queue then, and are tried again
     */
    void arrived(Handle transaction, List<LetterIntake.Added> letters);
}
