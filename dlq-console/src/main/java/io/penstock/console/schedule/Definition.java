package io.penstock.console.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to happen when.
 *
 * @param name   unique for its tenant, null for none
 * @param job    what is published
 * @param timing when
 * @param policy how times are dealt with
 */
public record Definition(@Nullable String name, JobTemplate job, Timing timing, Policy policy) {
    /** What names look like; no id of a schedule does. */
    public static final String NAME_PATTERN = "[A-Za-z][A-Za-z0-9_.-]{0,99}";

    public Definition {
        if (name != null && !isName(name)) {
            throw new InvalidScheduleException(
                    "name",
                    "expected a letter and up to 99 letters, digits or any of _ . -, and not the form of an id");
        }
        if (timing instanceof Timing.Once && !policy.equals(Policy.USUAL)) {
            throw new InvalidScheduleException(
                    "run_at", "expected none of catch_up, overlap, busy_at_most and jitter for a job that runs once");
        }
    }

    private static boolean isName(String name) {
        return name.matches(NAME_PATTERN) && !ScheduleId.isId(name);
    }
}
