package io.penstock.webhook.endpoint;

import io.penstock.webhook.endpoint.EndpointState.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may call an endpoint when. Pure functions.
 *
 * <p>A place goes to the oldest of those that wait in a worker for it, and no place stays free for one that is elsewhere. Who is
 * sent away is told when to come back: one after the other in the order in which they asked, which is that of age, as fast as the
 * endpoint works; after two minutes at the latest, since it may work faster by then. Being older than those that have come
 * meanwhile, they go first. The jobs of an endpoint whose circuit is open come back one a second, and after more minutes each time
 * it opens again: all but three would come to be sent away once more, and so many at once that others' jobs had to wait.
 */
final class EndpointRules {
    private static final long LONGEST_WAIT = Duration.ofMinutes(2).toMillis();
    /** Who waits is heard of at least every second. */
    private static final long HEARD_OF = 1_500;

    /** Between two that are sent away from an endpoint that has not answered yet. */
    private static final long INTERVAL_UNKNOWN = 200;

    /** Between two that are sent away from an endpoint whose circuit is open. */
    private static final long INTERVAL_FAILING = 1_000;

    private static final int MOST_DOUBLINGS = 3;

    private static final double WEIGHT_OF_LAST = 0.2;

    private EndpointRules() {}

    /**
     * Who asks.
     *
     * @param stays true if it waits in its worker for a moment if there is no place, false if it goes away
     */
    record Ask(String job, String order, boolean stays, long now) {}

    /** What is known afterwards, and the answer. */
    record Answer(EndpointState state, Admission admission) {}

    static Answer admit(EndpointState before, Ask ask, Limits limits) {
        EndpointState state = withoutGone(before, ask);
        if (state.health().isDisabled()) {
            return new Answer(state, new Admission.Disabled(state.health().disabledBecause()));
        }
        boolean halfOpen = state.circuit().isHalfOpen(ask.now());
        int places = halfOpen ? Math.min(Circuit.PROBES, limits.inFlight()) : limits.inFlight();
        long free = places - state.running().size() - older(state, ask);
        long start = earliestStart(state, limits);
        return ask.now() >= start && free > 0
                ? grant(state, ask, limits, free > 1)
                : sendAway(state, ask, new Turn(start, interval(state, places, ask, limits)));
    }

    /** From when on there are turns, and how much time there is between two of them, in milliseconds. */
    private record Turn(long start, double interval) {}

    /** The job itself is not among those who are under way: if it is there, its worker died. */
    private static EndpointState withoutGone(EndpointState state, Ask ask) {
        Map<String, Long> running = new HashMap<>(state.running());
        running.values().removeIf(until -> until <= ask.now());
        running.remove(ask.job());
        List<Waiting> waiting = new ArrayList<>(state.waiting());
        waiting.removeIf(other -> other.until() <= ask.now() || other.job().equals(ask.job()));
        return state.with(running, waiting);
    }

    private static long older(EndpointState state, Ask ask) {
        return state.waiting().stream()
                .filter(other -> other.order().compareTo(ask.order()) < 0)
                .count();
    }

    private static long earliestStart(EndpointState state, Limits limits) {
        long calm = Math.max(state.pausedUntil(), state.circuit().openUntil());
        return limits.perSecond() == 0 ? calm : Math.max(calm, state.nextStart());
    }

    /** A delivery takes as long as others took of late, or as the one that has been under way for longest. */
    private static double interval(EndpointState state, int places, Ask ask, Limits limits) {
        long longest = state.running().values().stream()
                .mapToLong(until -> ask.now() + limits.lease().toMillis() - until)
                .max()
                .orElse(0);
        double working = Math.max(state.meanMillis(), (double) longest) / places;
        return limits.perSecond() == 0 ? working : Math.max(working, 1_000.0 / limits.perSecond());
    }

    private static Answer grant(EndpointState state, Ask ask, Limits limits, boolean more) {
        Map<String, Long> running = new HashMap<>(state.running());
        running.put(ask.job(), ask.now() + limits.lease().toMillis());
        EndpointState granted = state.with(running, state.waiting());
        if (limits.perSecond() > 0) {
            granted = granted.withNextStart(Math.max(ask.now(), state.nextStart()) + 1_000 / limits.perSecond());
        }
        return new Answer(granted, new Admission.Granted(more));
    }

    private static Answer sendAway(EndpointState state, Ask ask, Turn turn) {
        long from = Math.max(turn.start(), ask.now());
        return ask.stays() ? keep(state, ask, from, turn) : away(state, ask, from, turn);
    }

    private static Answer keep(EndpointState state, Ask ask, long from, Turn turn) {
        long due = from + Math.max(1, Math.round(turn.interval() * (older(state, ask) + 1)));
        List<Waiting> waiting = new ArrayList<>(state.waiting());
        waiting.add(new Waiting(ask.job(), ask.order(), ask.now() + HEARD_OF));
        waiting.sort(Comparator.comparing(Waiting::order));
        return new Answer(state.with(state.running(), List.copyOf(waiting)), later(state, ask, due));
    }

    private static Answer away(EndpointState state, Ask ask, long from, Turn turn) {
        long behindThoseHere =
                from + Math.round(turn.interval() * state.waiting().size());
        long interval = Math.max(leastInterval(state), Math.round(turn.interval()));
        long next = Math.max(state.nextTurn(), behindThoseHere) + interval;
        long due = Math.min(next, Math.max(state.pausedUntil(), ask.now()) + longestWait(state.circuit()));
        return new Answer(state.withNextTurn(due), later(state, ask, due));
    }

    private static long leastInterval(EndpointState state) {
        if (state.circuit().openUntil() > 0) {
            return INTERVAL_FAILING;
        }
        return state.meanMillis() == 0 ? INTERVAL_UNKNOWN : 1;
    }

    private static long longestWait(Circuit circuit) {
        return LONGEST_WAIT << Math.clamp(circuit.opened() - 1, 0, MOST_DOUBLINGS);
    }

    private static Admission later(EndpointState state, Ask ask, long due) {
        boolean paused = ask.now() < state.pausedUntil();
        boolean open = state.circuit().openUntil() > 0;
        String reason = paused
                ? "the endpoint asked for a pause"
                : open ? "the endpoint's circuit is open" : "the endpoint's places are taken";
        return new Admission.Later(Duration.ofMillis(due - ask.now()), !paused && !open, reason);
    }

    static EndpointState finish(EndpointState before, String job, CallResult result, long now, Limits limits) {
        Map<String, Long> running = new HashMap<>(before.running());
        running.remove(job);
        EndpointState state = before.with(running, before.waiting());
        return switch (result) {
            case CallResult.Worked worked ->
                recovered(timed(state, worked.took()), state.circuit().after(true, now))
                        .with(state.health().worked(now));
            case CallResult.Failed failed ->
                timed(state, failed.took())
                        .with(state.circuit().after(false, now))
                        .with(state.health().failed(failed.error(), now, limits.disableAfter()));
            case CallResult.Throttled throttled ->
                timed(state, throttled.took())
                        .withPause(Math.max(
                                state.pausedUntil(), now + throttled.pause().toMillis()))
                        .with(state.health().failed(throttled.error(), now, limits.disableAfter()));
            case CallResult.Gone gone ->
                timed(state, gone.took())
                        .with(state.health()
                                .failed("410 Gone", now, Duration.ZERO)
                                .disabled("the endpoint answered 410 Gone", now));
            case CallResult.NotCalled notCalled -> state;
        };
    }

    /** Those that were sent away come back by themselves; who asks from now on need not line up behind them. */
    private static EndpointState recovered(EndpointState state, Circuit circuit) {
        boolean closes = state.circuit().openUntil() > 0 && circuit.openUntil() == 0;
        return (closes ? state.withNextTurn(0) : state).with(circuit);
    }

    private static EndpointState timed(EndpointState state, Duration took) {
        double mean = state.meanMillis();
        double millis = took.toMillis();
        return state.withMean(mean == 0 ? millis : mean + WEIGHT_OF_LAST * (millis - mean));
    }

    /** As if nothing were known, but for what is under way. */
    static EndpointState enable(EndpointState state) {
        return state.with(Circuit.CLOSED).withPause(0).with(state.health().enabled());
    }
}
