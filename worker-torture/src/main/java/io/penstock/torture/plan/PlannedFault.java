package io.penstock.torture.plan;

import java.time.Duration;

/**
 * One entry of the schedule.
 *
 * @param number from 1, in the order of time
 * @param fault what is done
 * @param at when, counted from the first job
 * @param hold how long it lasts before it is put right
 * @param pick which of several workers or producers, to be taken modulo their number; not negative
 */
public record PlannedFault(int number, Fault fault, Duration at, Duration hold, int pick) {

    /** One line of the printed schedule. */
    @Override
    public String toString() {
        return "%3d  %7.1f s  %-13s %5.1f s  %s"
                .formatted(number, at.toMillis() / 1e3, fault.word(), hold.toMillis() / 1e3, fault.description());
    }
}
