package io.penstock.console.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobrunr.scheduling.cron.CronExpression;

/** When a schedule's job is due. Pure. Instants are whole milliseconds. */
public sealed interface Timing {

    /** The first instant after this one at which the job is due; empty if there is none. */
    Optional<Instant> next(Instant after);

    /** The latest instant up to {@code until} at which the job was due, {@code known} being an earlier one. */
    default Instant latest(Instant known, Instant until) {
        Instant found = known;
        for (Optional<Instant> next = next(found);
                next.isPresent() && !next.get().isAfter(until);
                next = next(found)) {
            found = next.get();
        }
        return found;
    }

    /** The next instants after this one, at most so many. */
    default List<Instant> upcoming(Instant after, int most) {
        List<Instant> all = new ArrayList<>();
        Optional<Instant> next = next(after);
        while (next.isPresent() && all.size() < most) {
            all.add(next.get());
            next = next(next.get());
        }
        return all;
    }

    /**
     * Once.
     *
     * @param at when
     */
    record Once(Instant at) implements Timing {
        public Once {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return at.isAfter(after) ? Optional.of(at) : Optional.empty();
        }
    }

    /**
     * Again and again, always so much later.
     *
     * @param interval 1 s to 366 d
     * @param from     an instant at which it is due, and the first
     */
    record Every(Duration interval, Instant from) implements Timing {
        private static final Duration SHORTEST = Duration.ofSeconds(1);
        private static final Duration LONGEST = Duration.ofDays(366);

        public Every {
            if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
                throw new InvalidScheduleException("every", "expected 1s to 366d");
            }
            interval = Duration.ofMillis(interval.toMillis());
            from = from.truncatedTo(ChronoUnit.MILLIS);
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(after.isBefore(from) ? from : from.plusMillis((turns(after) + 1) * interval.toMillis()));
        }

        @Override
        public Instant latest(Instant known, Instant until) {
            return until.isBefore(known) ? known : from.plusMillis(turns(until) * interval.toMillis());
        }

        private long turns(Instant until) {
            return Math.floorDiv(ChronoUnit.MILLIS.between(from, until), interval.toMillis());
        }
    }

    /**
     * Whenever a clock in a place shows what a cron expression says. If the expression names hours, a time that the clock skips
     * is made up for at the end of the gap and one that it shows twice counts once; if it means every hour, it follows real time.
     *
     * @param expression five fields, or six with seconds first, as JobRunr reads them
     * @param zone       where the clock is
     */
    record Cron(String expression, ZoneId zone) implements Timing {
        private static final String CHARACTERS = "[0-9A-Za-z*/, -]{9,200}";
        private static final int HOURS = 24;
        private static final LocalDateTime SOME_DAY = LocalDateTime.of(2026, 1, 1, 0, 0);
        private static final Duration FIRST_STEP_BACK = Duration.ofMinutes(1);

        public Cron {
            parse(expression);
        }

        /** @throws InvalidScheduleException if the zone or the expression is none */
        static Cron of(String expression, String zone) {
            try {
                return new Cron(expression.strip().replaceAll("\\s+", " "), ZoneId.of(zone));
            } catch (DateTimeException e) {
                throw new InvalidScheduleException("zone", "expected a time zone such as Europe/Berlin or UTC");
            }
        }

        private static CronExpression parse(String expression) {
            String expected = "expected five fields (minute hour day month weekday) or six with seconds first";
            if (!expression.matches(CHARACTERS)) {
                throw new InvalidScheduleException("cron", expected);
            }
            try {
                CronExpression pattern = new CronExpression(expression);
                var unused = next(pattern, SOME_DAY);
                return pattern;
            } catch (RuntimeException e) { // of several kinds, some of which are not the parser's own
                throw new InvalidScheduleException("cron", expected + " that name a time which exists");
            }
        }

        @Override
        public Optional<Instant> next(Instant after) {
            CronExpression pattern = parse(expression);
            WallClock clock = new WallClock(zone);
            return Optional.of(
                    isOfEveryHour(pattern)
                            ? clock.nextOfEveryHour(shown -> next(pattern, shown), after)
                            : clock.nextOfNamedHours(shown -> next(pattern, shown), after));
        }

        /** JobRunr's own reckoning knows no skipped and no doubled hours, so it reckons where there are none. */
        private static LocalDateTime next(CronExpression pattern, LocalDateTime shown) {
            Instant base = shown.toInstant(ZoneOffset.UTC);
            return LocalDateTime.ofInstant(pattern.next(base, base, ZoneOffset.UTC), ZoneOffset.UTC);
        }

        /** A day on which it happens, and whether it happens in each of its hours. */
        private static boolean isOfEveryHour(CronExpression pattern) {
            LocalDateTime first = next(pattern, SOME_DAY);
            LocalDateTime day = first.truncatedTo(ChronoUnit.DAYS);
            for (int hour = 0; hour < HOURS; hour++) {
                LocalDateTime begin = day.plusHours(hour);
                if (!next(pattern, begin.minusSeconds(1)).isBefore(begin.plusHours(1))) {
                    return false;
                }
            }
            return true;
        }

        /** Looks back further and further instead of going through all that was missed. */
        @Override
        public Instant latest(Instant known, Instant until) {
            for (Duration back = FIRST_STEP_BACK; until.minus(back).isAfter(known); back = back.multipliedBy(2)) {
                Instant found = next(until.minus(back)).orElse(known);
                if (!found.isAfter(until)) {
                    return Timing.super.latest(found, until);
                }
            }
            return Timing.super.latest(known, until);
        }
    }
}
