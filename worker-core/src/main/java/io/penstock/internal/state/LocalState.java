package io.penstock.internal.state;

import io.penstock.spi.state.SharedState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state of one process. Thread-safe. */
public final class LocalState implements SharedState {
    private static final int CHANGES_BETWEEN_SWEEPS = 10_000;

    private final InstantSource clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, LocalLine> lines = new ConcurrentHashMap<>();
    private final AtomicInteger changes = new AtomicInteger();

    private record Entry(String value, Instant until) {}

    public LocalState(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public <R> R update(String key, Duration keep, Function<@Nullable String, Change<R>> change) {
        sweepSometimes();
        Instant now = clock.instant();
        Answer<R> answer = new Answer<>();
        entries.compute(key, (name, entry) -> {
            Change<R> changed = change.apply(entry == null || isOver(entry, now) ? null : entry.value());
            answer.value = changed;
            return changed.value() == null ? null : new Entry(changed.value(), now.plus(keep));
        });
        return answer.get();
    }

    private static final class Answer<R> {
        private @Nullable Change<R> value;

        R get() {
            if (value == null) {
                throw new IllegalStateException("nobody asked for the change");
            }
            return value.answer();
        }
    }

    private static boolean isOver(Entry entry, Instant now) {
        return !now.isBefore(entry.until());
    }

    private void sweepSometimes() {
        if (changes.incrementAndGet() % CHANGES_BETWEEN_SWEEPS == 0) {
            Instant now = clock.instant();
            entries.values().removeIf(entry -> isOver(entry, now));
            lines.values().removeIf(line -> line.isEmpty(now));
        }
    }

    /** What is known under {@code key} is out of date. */
    void forget(String key) {
        entries.remove(key);
    }

    @Override
    public Map<String, String> find(String prefix) {
        Instant now = clock.instant();
        Map<String, String> found = new TreeMap<>();
        entries.forEach((key, entry) -> {
            if (key.startsWith(prefix) && !isOver(entry, now)) {
                found.put(key, entry.value());
            }
        });
        return found;
    }

    @Override
    public long join(String line, String member, String order, Duration keep) {
        Instant now = clock.instant();
        long[] before = new long[1];
        lines.compute(line, (name, known) -> {
            LocalLine joined = known == null ? new LocalLine() : known;
            before[0] = joined.join(member, order, now.plus(keep), now);
            return joined;
        });
        return before[0];
    }

    @Override
    public void leave(String line, String member) {
        lines.computeIfPresent(line, (name, known) -> {
            known.leave(member);
            return known.isEmpty(clock.instant()) ? null : known;
        });
    }
}
