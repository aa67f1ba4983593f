package io.penstock.console.schedule;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Ids of schedules, and of the jobs that they publish. */
final class ScheduleId {
    /** What the ids of all jobs begin with that a schedule published. */
    static final String JOB_PREFIX = "schedule:";

    private static final String PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final int LENGTH = 36;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ScheduleId() {}

    /** A UUID of version 7 (RFC 9562, 5.7): later ones are greater, and no other console has the same. */
    static String next(Instant now) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextLong() & 0xfffL);
        long low = (RANDOM.nextLong() >>> 2) | (1L << 63);
        return new UUID(high, low).toString();
    }

    static boolean isId(String text) {
        return text.matches(PATTERN);
    }

    /** The id of the job for one time: however often it is published, it is the same job. */
    static String job(String schedule, Instant due) {
        return JOB_PREFIX + schedule + ":" + due;
    }

    /** The id of the job of a schedule that runs once, whenever that is. */
    static String onlyJob(String schedule) {
        return JOB_PREFIX + schedule;
    }

    /** The id of the job that somebody ran by hand. */
    static String jobByHand(String schedule, Instant now) {
        return JOB_PREFIX + schedule + ":now:" + now;
    }

    /** The schedule that published a job of this id; empty if it was none. */
    static String scheduleOf(String job) {
        int end = JOB_PREFIX.length() + LENGTH;
        return job.startsWith(JOB_PREFIX) && job.length() >= end ? job.substring(JOB_PREFIX.length(), end) : "";
    }
}
