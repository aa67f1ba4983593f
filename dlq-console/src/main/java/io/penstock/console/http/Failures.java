package io.penstock.console.http;

import io.penstock.console.store.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the caller is told when something is thrown. */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The problem; what is no problem of the caller's is logged and not shown. */
    static Problem explain(Throwable thrown, String requestId) {
        if (thrown instanceof ProblemException known) {
            return known.problem();
        }
        if (Dialect.isAway(thrown)) {
            log.warn("request {} was refused, as the database does not answer: {}", requestId, thrown.toString());
            return Problem.unavailable("the console's database does not answer");
        }
        log.error("request {} ended in a defect", requestId, thrown);
        return Problem.internal();
    }

    static RuntimeException unchecked(Exception e) {
        return switch (e) {
            case RuntimeException same -> same;
            case IOException io -> new UncheckedIOException(io);
            default -> new IllegalStateException(e);
        };
    }
}
