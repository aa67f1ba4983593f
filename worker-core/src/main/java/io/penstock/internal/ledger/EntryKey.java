package io.penstock.internal.ledger;

import io.penstock.Job;

/**
 * The name of a job's entry, {@code penstock:ledger:<queue>:<type>:<tenant>:<id>}, and for a replay its id behind another
 * colon. Two producers may have had the same idea of an id; only the same job is the same.
 */
final class EntryKey {
    private static final String PREFIX = "penstock:ledger:";

    private EntryKey() {}

    static String of(Job job) {
        String tenant = job.tenant();
        String replay = job.replayId();
        String id = replay == null ? escape(job.id()) : escape(job.id()) + ':' + replay;
        return PREFIX
                + job.queue()
                + ':'
                + escape(job.type())
                + ':'
                + (tenant == null ? "" : escape(tenant))
                + ':'
                + id;
    }

    /** A colon within a part must not be taken for the end of it. */
    private static String escape(String part) {
        return part.indexOf(':') < 0 && part.indexOf('%') < 0
                ? part
                : part.replace("%", "%25").replace(":", "%3A");
    }
}
