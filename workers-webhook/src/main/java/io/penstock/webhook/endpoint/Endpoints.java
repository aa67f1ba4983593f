package io.penstock.webhook.endpoint;

import io.penstock.spi.state.SharedState;
import io.penstock.spi.state.SharedState.Change;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** All endpoints that anybody delivers to, among the workers that share state. Thread-safe. */
public final class Endpoints {
    static final String PREFIX = "webhook:endpoint:";
    /** An endpoint that nobody has called for so long is a new one. */
    static final Duration REMEMBERED = Duration.ofDays(90);

    private static final Duration LONGEST_TURN = Duration.ofMinutes(2);

    private final SharedState shared;
    private final InstantSource clock;
    private final Limits limits;

    public Endpoints(SharedState shared, InstantSource clock, Limits limits) {
        this.shared = shared;
        this.clock = clock;
        this.limits = limits;
    }

    static String key(String tenant, String endpoint) {
        return PREFIX + URLEncoder.encode(tenant, StandardCharsets.UTF_8) + "|" + endpoint;
    }

    /**
     * Asks for a place; who gets one must {@link #finish}.
     *
     * @param stays whether the caller waits for a moment and asks again, or goes away
     */
    Admission admit(Caller caller, boolean stays) {
        long now = clock.instant().toEpochMilli();
        EndpointRules.Ask ask = new EndpointRules.Ask(caller.job(), caller.order(), stays, now);
        return shared.update(caller.key(), REMEMBERED, EndpointState.FORM, known -> {
            EndpointRules.Answer answer = EndpointRules.admit(EndpointState.orNew(known), ask, limits);
            return new Change<>(answer.state(), answer.admission());
        });
    }

    /**
     * Gives the place back and notes how the endpoint did.
     *
     * @return what is known of it if this has just disabled it
     */
    Optional<Health> finish(Caller caller, CallResult result) {
        long now = clock.instant().toEpochMilli();
        return shared.update(caller.key(), REMEMBERED, EndpointState.FORM, known -> {
            EndpointState before = EndpointState.orNew(known);
            EndpointState after = EndpointRules.finish(before, caller.job(), result, now, limits);
            boolean disabled = after.health().isDisabled() && !before.health().isDisabled();
            return new Change<>(after, disabled ? Optional.of(after.health()) : Optional.empty());
        });
    }

    /** The first of those that are delivered in order comes back then. */
    void headReturns(Caller caller, Duration delay) {
        long due = clock.instant().plus(delay).toEpochMilli();
        shared.update(
                caller.key(),
                REMEMBERED,
                EndpointState.FORM,
                known -> new Change<>(EndpointState.orNew(known).withHeadDue(due), due));
    }

    /** When it is probably the turn of a delivery that has so many before it. */
    Duration untilTurn(Caller caller, long before) {
        long now = clock.instant().toEpochMilli();
        EndpointState state = shared.update(
                caller.key(), REMEMBERED, EndpointState.FORM, known -> new Change<>(known, EndpointState.orNew(known)));
        double millis = (double) Math.max(0, state.headDue() - now) + Math.max(1, state.meanMillis()) * before;
        return Duration.ofMillis(Math.round(Math.min(millis, (double) LONGEST_TURN.toMillis())));
    }
}
