package io.penstock.email;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps jobs away from a relay that just turned one away, so that a thousand waiting jobs make neither a thousand
 * connection attempts nor a thousand failed logins, which some relays punish by locking the account. Safe to use from
 * many threads.
 */
final class RelayGate {
    private final InstantSource clock;
    private final AtomicReference<@Nullable Closure> closure = new AtomicReference<>();

    /** Until when, and why. */
    record Closure(Instant until, String reason) {}

    RelayGate(InstantSource clock) {
        this.clock = clock;
    }

    /** Why no job may go through now; empty if it may. */
    Optional<Closure> closure() {
        Closure current = closure.get();
        return current != null && clock.instant().isBefore(current.until()) ? Optional.of(current) : Optional.empty();
    }

    /** Closes for a while; true if it was open, so that somebody should be told. */
    boolean close(Duration duration, String reason) {
        boolean wasOpen = closure().isEmpty();
        closure.set(new Closure(clock.instant().plus(duration), reason));
        return wasOpen;
    }

    /** Opens at once, since the relay was seen to work. */
    void open() {
        closure.set(null);
    }
}
