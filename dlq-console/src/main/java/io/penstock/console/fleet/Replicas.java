package io.penstock.console.fleet;

/**
 * How many worker processes a queue could use: a number for people and autoscalers to start from. Pure.
 *
 * <pre>
 *   paused, or nothing waits and nothing arrives     0
 *   rates known and something ran                    (arrivals/s + waiting / 60 s) / (completed/s per busy slot × slots per worker)
 *   otherwise                                        waiting / (10 × slots per worker)
 * </pre>
 *
 * <p>rounded up, and 1 at least. That is: keep up with what arrives and be done with what waits in a minute; or, as long as nobody
 * knows how long a job takes, let no slot have more than ten jobs before it. Slots per worker are those that workers tell of, 20
 * if there is none.
 */
final class Replicas {
    private static final double SECONDS_TO_CATCH_UP = 60;
    private static final double JOBS_PER_SLOT = 10;
    private static final double USUAL_SLOTS = 20;
    private static final int MOST = 10_000;

    private Replicas() {}

    /**
     * What is known.
     *
     * @param waiting jobs that are ready or held by workers
     * @param arrivals per second, negative if unknown
     * @param completed per second, negative if unknown
     */
    record Load(long waiting, double arrivals, double completed) {}

    static int desired(Load load, WorkForce force, boolean paused) {
        if (paused || (load.waiting() == 0 && load.arrivals() <= 0)) {
            return 0;
        }
        double slots = force.workers() == 0 ? USUAL_SLOTS : Math.max(1, (double) force.slots() / force.workers());
        boolean measured = load.arrivals() >= 0 && load.completed() > 0 && force.busy() > 0;
        double wanted = measured
                ? (load.arrivals() + load.waiting() / SECONDS_TO_CATCH_UP) / (load.completed() / force.busy() * slots)
                : load.waiting() / (JOBS_PER_SLOT * slots);
        return (int) Math.clamp(Math.ceil(wanted), 1, MOST);
    }
}
