package io.penstock.console.schedule;

/** What becomes of a time at which a recurring job is due while its last run has not ended. */
public enum Overlap {
    /** The job runs all the same. */
    ALLOW,
    /** It is left out. */
    SKIP
}
