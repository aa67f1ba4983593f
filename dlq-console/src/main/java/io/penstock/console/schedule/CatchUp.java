package io.penstock.console.schedule;

/** What becomes of times at which a recurring job was due while nobody could publish it. */
public enum CatchUp {
    /** They are left out, unless the last of them was less than a minute ago. */
    SKIP,
    /** The job runs once, for the last of them. */
    ONCE,
    /** The job runs for each of them. */
    ALL
}
