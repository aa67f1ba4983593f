package io.penstock.webhook.endpoint;

import io.penstock.spi.state.SharedState;
import io.penstock.webhook.endpoint.Admission.Disabled;
import io.penstock.webhook.endpoint.Admission.Granted;
import io.penstock.webhook.endpoint.Admission.Later;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Gives deliveries their turn: by the endpoint's limits, and where order counts by age. Who would have to wait for more than a
 * moment is sent away. Thread-safe.
 */
public final class Turns {
    /** As long as a delivery may hold its job's slot for the sake of its turn. */
    private static final long MOMENT_MILLIS = 1_000;
    /** How often to look whether another process has made room. */
    private static final long LOOK_MILLIS = 100;
    /** Jobs that were enqueued together arrive together: time for the older one to get into the line first. */
    private static final Duration ARRIVAL = Duration.ofMillis(500);
    /** How much later than expected a job may come back without losing its place in the line. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    /** Who comes while others wait need not ask whether there is room. */
    private static final Later CROWDED = new Later(Duration.ofMillis(1), true, "others wait");

    private static final Later FULL = new Later(Duration.ofMillis(1), false, "as many wait as may");

    private final Endpoints endpoints;
    private final SharedState shared;
    private final InstantSource clock;
    private final Turnstile turnstile = new Turnstile();

    public Turns(Endpoints endpoints, SharedState shared, InstantSource clock) {
        this.endpoints = endpoints;
        this.shared = shared;
        this.clock = clock;
    }

    /** Waits for a moment at most. Who is let in must {@link #finish}. */
    public Admission take(Caller caller) throws InterruptedException {
        Admission first = turnstile.isCrowded(caller.key()) ? CROWDED : ask(caller, true);
        if (!(first instanceof Later later)) {
            return first;
        }
        Admission last = isSoon(later) ? waitFor(caller) : first;
        if (last instanceof Later) {
            return ask(caller, false);
        }
        if (last instanceof Granted granted && granted.more()) {
            turnstile.wakeFirst(caller.key());
        }
        return last;
    }

    private Admission waitFor(Caller caller) throws InterruptedException {
        Turnstile.Waiter waiter = turnstile.enter(caller.key(), caller.order());
        if (waiter == null) {
            return FULL;
        }
        try (waiter) {
            long end = System.nanoTime() + MOMENT_MILLIS * 1_000_000;
            Admission admission = ask(caller, true);
            while (admission instanceof Later later && isSoon(later) && !isOver(waiter, end)) {
                waiter.await(shared.isShared() || caller.ordered() ? LOOK_MILLIS : MOMENT_MILLIS);
                admission = ask(caller, true);
            }
            return admission;
        }
    }

    private static boolean isOver(Turnstile.Waiter waiter, long end) {
        return waiter.isDisplaced() || System.nanoTime() >= end;
    }

    private static boolean isSoon(Later later) {
        return later.soon() && later.delay().toMillis() <= MOMENT_MILLIS;
    }

    private Admission ask(Caller caller, boolean stays) throws InterruptedException {
        if (!caller.ordered()) {
            return endpoints.admit(caller, stays);
        }
        Optional<Admission> notYet = waitInLine(caller);
        return notYet.isPresent() ? notYet.get() : stayInLine(caller, endpoints.admit(caller, stays));
    }

    /** Empty for the head of the line. */
    private Optional<Admission> waitInLine(Caller caller) throws InterruptedException {
        long before = shared.join(line(caller), caller.job(), caller.order(), GRACE);
        Duration young = ARRIVAL.minus(caller.knownFor(clock.instant()));
        if (before == 0 && young.isPositive()) {
            Thread.sleep(young);
            before = shared.join(line(caller), caller.job(), caller.order(), GRACE);
        }
        if (before == 0) {
            return Optional.empty();
        }
        Duration delay = endpoints.untilTurn(caller, before);
        return Optional.of(
                new Later(delay, before <= Turnstile.MOST_WAITING, "older deliveries to the endpoint go first"));
    }

    private Admission stayInLine(Caller caller, Admission admission) {
        switch (admission) {
            case Granted granted -> {}
            case Later later -> hold(caller, later.delay());
            case Disabled disabled -> leave(caller);
        }
        return admission;
    }

    private static String line(Caller caller) {
        return caller.key() + ":line";
    }

    /** It comes back after that time and keeps its place until then. */
    public void hold(Caller caller, Duration delay) {
        if (caller.ordered()) {
            shared.join(line(caller), caller.job(), caller.order(), delay.plus(GRACE));
            endpoints.headReturns(caller, delay);
        }
    }

    /** It does not come back: the next one may go. */
    public void leave(Caller caller) {
        if (caller.ordered()) {
            shared.leave(line(caller), caller.job());
            turnstile.wakeFirst(caller.key());
        }
    }

    /**
     * Gives the place at the endpoint back.
     *
     * @return what is known of the endpoint if this has just disabled it
     */
    public Optional<Health> finish(Caller caller, CallResult result) {
        Optional<Health> disabled = endpoints.finish(caller, result);
        turnstile.wakeFirst(caller.key());
        return disabled;
    }
}
