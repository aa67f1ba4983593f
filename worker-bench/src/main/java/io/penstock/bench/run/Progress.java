package io.penstock.bench.run;

import java.time.Duration;

/** How far a contender is with its warm-up, then with its measurement, after so many rounds. For one thread. */
final class Progress {
    /** In a row. One or the other may happen to fall between two looks. */
    private static final int MOST_UNSEEN_ROUNDS = 20;

    private final Plan plan;
    private Measured warmUp = Measured.NOTHING;
    private Measured measured = Measured.NOTHING;
    private int unseenRounds;

    Progress(Plan plan) {
        this.plan = plan;
    }

    boolean isWarm() {
        return warmUp.missing(plan.warmUp()).isZero();
    }

    /** How much is to be measured yet; zero once it is enough. */
    Duration toMeasure() {
        return measured.missing(plan.measure());
    }

    boolean isDone() {
        return isWarm() && toMeasure().isZero();
    }

    /** The contender has worked on a whole round, or on the rest of one. */
    void warmedUp(Measured round) {
        look(round);
        warmUp = warmUp.plus(round);
    }

    /** It has worked on the part of a round that counts. */
    void measured(Measured part) {
        look(part);
        measured = measured.plus(part);
    }

    /** @throws BenchException if rounds are over before anybody looks, as they would go on for ever */
    private void look(Measured worked) {
        unseenRounds = worked.jobs() > 0 ? 0 : unseenRounds + 1;
        if (unseenRounds > MOST_UNSEEN_ROUNDS) {
            throw new BenchException("a round of %,d jobs is over before anybody looks; --backlog: expected more"
                    .formatted(plan.backlog()));
        }
    }

    Measured result() {
        return measured;
    }
}
