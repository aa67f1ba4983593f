package io.penstock.console.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.function.UnaryOperator;

/**
 * Turns what a clock on a wall shows into instants, over days on which such clocks are changed. A pattern is a function from a
 * time that the clock shows to the next one that is meant.
 */
final class WallClock {
    private final ZoneRules rules;

    WallClock(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /**
     * For what is meant to happen at certain hours: each time that the pattern names is one instant. One that the clock skips
     * is the instant at which it is put forward; one that it shows twice is the first of the two.
     */
    Instant nextOfNamedHours(UnaryOperator<LocalDateTime> pattern, Instant after) {
        LocalDateTime shown = LocalDateTime.ofInstant(after, rules.getOffset(after));
        Instant next;
        do {
            shown = pattern.apply(shown);
            next = instantOf(shown);
            // while the clock shows times for the second time, what they name has happened the first time
        } while (!next.isAfter(after));
        return next;
    }

    private Instant instantOf(LocalDateTime shown) {
        ZoneOffsetTransition change = rules.getTransition(shown);
        if (change == null) {
            return shown.toInstant(rules.getOffset(shown));
        }
        return change.isGap() ? change.getInstant() : shown.toInstant(change.getOffsetBefore());
    }

    /**
     * For what is meant to happen in every hour: whenever the clock really shows what the pattern names. Nothing happens at
     * times that it skips; at those that it shows twice it happens twice.
     */
    Instant nextOfEveryHour(UnaryOperator<LocalDateTime> pattern, Instant after) {
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime from = LocalDateTime.ofInstant(after, offset);
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (true) {
            Instant next = pattern.apply(from).toInstant(offset);
            if (change == null || next.isBefore(change.getInstant())) {
                return next;
            }
            offset = change.getOffsetAfter();
            // the pattern looks for later times, and that of the change itself is one of them
            from = change.getDateTimeAfter().minus(1, ChronoUnit.SECONDS);
            change = rules.nextTransition(change.getInstant());
        }
    }
}
