package io.penstock.console.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many refusals of callers who are not signed in are stored for each address, so that nobody can fill the database by
 * calling. What is left out is counted, and the address' next entry says how many. Thread-safe.
 */
public final class RefusalQuota {
    static final int PER_WINDOW = 60;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<String, Share> shares = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Share> eldest) {
            return size() > REMEMBERED;
        }
    };

    public RefusalQuota(Clock clock) {
        this.clock = clock;
    }

    private record Share(Instant since, int stored, int leftOut) {}

    /** The number of refusals left out before this one, which is to be stored; empty if it is left out itself. */
    public synchronized Optional<Integer> take(String address) {
        Instant now = clock.instant();
        Share share = shares.get(address);
        if (share == null || share.since().plus(WINDOW).isBefore(now)) {
            shares.put(address, new Share(now, 1, 0));
            return Optional.of(share == null ? 0 : share.leftOut());
        }
        if (share.stored() < PER_WINDOW) {
            shares.put(address, new Share(share.since(), share.stored() + 1, 0));
            return Optional.of(0);
        }
        shares.put(address, new Share(share.since(), share.stored(), share.leftOut() + 1));
        return Optional.empty();
    }
}
