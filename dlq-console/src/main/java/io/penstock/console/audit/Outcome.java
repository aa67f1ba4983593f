package io.penstock.console.audit;

/** How an action ended. */
public enum Outcome {
    /** It is under way; what stays like this was cut off by the end of a console, and may have happened. */
    BEGUN,
    DONE,
    /** The caller may not, or the state of things did not allow it. Nothing was changed. */
    REFUSED,
    /** Something broke; it may have happened in part. */
    FAILED
}
