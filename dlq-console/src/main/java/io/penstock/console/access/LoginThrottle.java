package io.penstock.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows guessing down: after some failures, logins under the name or from the address are refused until the window is over.
 * API tokens go on working, so guessing at an administrator's name does not lock the administrator out. Thread-safe.
 */
public final class LoginThrottle {
    static final int FAILURES_PER_NAME = 10;
    static final int FAILURES_PER_ADDRESS = 30;
    static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<String, Failures> byName = remembering();
    private final Map<String, Failures> byAddress = remembering();

    public LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant since) {}

    private static Map<String, Failures> remembering() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /**
     * Counts an attempt as failed before it is made, as many may be made at once.
     *
     * @return zero if the attempt may be made, else how long to wait
     */
    public synchronized Duration attempt(String name, String address) {
        Duration wait = longer(
                waitFor(byName.get(name), FAILURES_PER_NAME), waitFor(byAddress.get(address), FAILURES_PER_ADDRESS));
        if (wait.isZero()) {
            count(byName, name);
            count(byAddress, address);
        }
        return wait;
    }

    /** The last attempt was none: forgets what failed under the name, and takes back what was counted for the address. */
    public synchronized void succeeded(String name, String address) {
        byName.remove(name);
        byAddress.computeIfPresent(
                address, (key, old) -> old.count() <= 1 ? null : new Failures(old.count() - 1, old.since()));
    }

    private Duration waitFor(@Nullable Failures failures, int allowed) {
        if (failures == null || failures.count() < allowed) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), failures.since().plus(WINDOW));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private void count(Map<String, Failures> failures, String key) {
        Instant now = clock.instant();
        failures.compute(
                key,
                (same, old) -> old == null || old.since().plus(WINDOW).isBefore(now)
                        ? new Failures(1, now)
                        : new Failures(old.count() + 1, old.since()));
    }
}
