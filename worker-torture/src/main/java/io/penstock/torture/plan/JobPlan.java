package io.penstock.torture.plan;

import java.time.Duration;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All jobs of a run. Each follows from the seed and its number alone, so that every process knows all of them and none
 * has to be stored. Immutable.
 */
public final class JobPlan {
    private static final Pattern ID = Pattern.compile("torture-(\\d{1,9})");
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int JOBS_PER_POISON = 25_000;
    private static final int USERS = 50;
    private static final int ONE_IN = 5;

    private final long seed;
    private final int jobs;
    private final boolean allNormal;
    private final BitSet poisonous;

    private JobPlan(long seed, int jobs, boolean allNormal, BitSet poisonous) {
        this.seed = seed;
        this.jobs = jobs;
        this.allNormal = allNormal;
        this.poisonous = poisonous;
    }

    /** Jobs of every kind; with {@code poison} one for every 25,000 jobs begun, none of them in the last fifth. */
    public static JobPlan mixed(long seed, int jobs, boolean poison) {
        BitSet poisonous = new BitSet();
        int share = poison ? (jobs + JOBS_PER_POISON - 1) / JOBS_PER_POISON : 0;
        SplittableRandom random = new SplittableRandom(seed ^ GOLDEN);
        while (poisonous.cardinality() < Math.min(share, jobs)) {
            poisonous.set(random.nextInt(Math.max(1, jobs * 4 / 5)));
        }
        return new JobPlan(seed, jobs, false, poisonous);
    }

    /** Jobs that must all be done: what is known of somebody else's plug-in. */
    public static JobPlan uniform(long seed, int jobs) {
        return new JobPlan(seed, jobs, true, new BitSet());
    }

    /** How many jobs there are. */
    public int jobs() {
        return jobs;
    }

    /** The job of this number, 0 to {@link #jobs} − 1. */
    public PlannedJob job(int number) {
        SplittableRandom random = new SplittableRandom(seed + GOLDEN * (number + 1L));
        JobKind kind = kind(number, random.nextInt(1_000));
        Duration takes = kind == JobKind.SLOW ? Duration.ofMillis(random.nextInt(100, 2_000)) : Duration.ZERO;
        int failures = kind == JobKind.FLAKY ? random.nextInt(1, 4) : 0;
        Duration delay = kind == JobKind.DELAYED ? Duration.ofMillis(random.nextInt(1_000, 12_000)) : Duration.ZERO;
        String user = random.nextInt(ONE_IN) == 0 ? "torture-user-" + random.nextInt(USERS) : null;
        return new PlannedJob(number, kind, takes, failures, delay, user);
    }

    private JobKind kind(int number, int draw) {
        if (allNormal) {
            return JobKind.NORMAL;
        }
        return poisonous.get(number) ? JobKind.POISON : JobKind.drawn(draw);
    }

    /** The id under which the job of this number is sent. */
    public static String id(int number) {
        return "torture-" + number;
    }

    /** The number of the job with this id, if it is one of ours. */
    public OptionalInt number(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(matcher.group(1));
        return number < jobs ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
