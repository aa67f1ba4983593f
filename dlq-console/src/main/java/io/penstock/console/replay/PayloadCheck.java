package io.penstock.console.replay;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Says whether a payload is one that a type of jobs takes. Thread-safe. */
@FunctionalInterface
public interface PayloadCheck {

    /** What is known of a payload. */
    sealed interface Verdict {
        /** It fits the type's schema. */
        record Fits() implements Verdict {}

        /** No schema of this type is known. */
        record NotKnown() implements Verdict {}

        /**
         * It does not fit.
         *
         * @param field the place, a JSON pointer
         * @param what  what was expected there; never the value
         */
        record Misfit(String field, String what) implements Verdict {}
    }

    /**
     * Checks a payload.
     *
     * @param queue where the job will run, which says the type of jobs that name none
     * @param type  the job's type, null if it names none
     */
    Verdict check(String queue, @Nullable String type, JsonNode payload);
}
