package io.penstock.console.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done about schedules that are due. All is decided before anything is published.
 *
 * @param made       what was decided
 * @param impossible about which nothing can be decided
 */
record Decisions(List<Decided> made, List<Stored.Unreadable> impossible) {

    /** What is to be done about one. */
    record Decided(Schedule schedule, Turn turn) {}

    /** Decides about all of them, so that what is to be published needs {@link Firing#MOST_BYTES} or so. */
    static Decisions of(List<Stored> due, Instant now, boolean allEndsAreHeard) {
        List<Decided> made = new ArrayList<>();
        List<Stored.Unreadable> impossible = new ArrayList<>(Stored.unreadable(due));
        for (Schedule schedule : Stored.readable(due)) {
            try {
                made.add(new Decided(schedule, Turn.of(schedule, now, allEndsAreHeard)));
            } catch (RuntimeException e) {
                impossible.add(Stored.Unreadable.of(schedule.id(), e));
            }
        }
        return new Decisions(bounded(made), List.copyOf(impossible));
    }

    /** Each has its first run, which {@link Firing} has bounded; those that catch up share what is left. */
    private static List<Decided> bounded(List<Decided> all) {
        long left = Firing.MOST_BYTES;
        for (Decided one : all) {
            left -= one.turn().runs().isEmpty() ? 0 : one.schedule().payloadBytes();
        }
        List<Decided> bounded = new ArrayList<>();
        for (Decided one : all) {
            int size = Math.max(1, one.schedule().payloadBytes());
            Turn turn = one.turn().atMost(1 + (int) Math.min(Turn.MOST_RUNS, Math.max(0, left) / size));
            left -= (long) size * Math.max(0, turn.runs().size() - 1);
            bounded.add(new Decided(one.schedule(), turn));
        }
        return List.copyOf(bounded);
    }
}
