package io.penstock.internal.state;

import io.penstock.spi.state.SharedState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state of one process. Thread-safe. */
public final class LocalState implements SharedState {
    private static final int CHANGES_BETWEEN_SWEEPS = 10_000;

    private final InstantSource clock;
    private final Map<String, Entry<?>> entries = new ConcurrentHashMap<>();
    private final Map<String, LocalLine> lines = new ConcurrentHashMap<>();
    private final AtomicInteger changes = new AtomicInteger();

    private record Entry<T>(T value, Form<T> form, Instant until) {
        String text() {
            return form.write(value);
        }
    }

    public LocalState(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public <T, R> R update(String key, Duration keep, Form<T> form, Function<@Nullable T, Change<T, R>> change) {
        sweepSometimes();
        Instant now = clock.instant();
        AtomicReference<R> answer = new AtomicReference<>();
        entries.compute(key, (name, entry) -> {
            @SuppressWarnings("unchecked") // a key always has values of one form
            T value = entry == null || isOver(entry, now) ? null : ((Entry<T>) entry).value();
            Change<T, R> changed = change.apply(value);
            answer.set(changed.answer());
            return changed.value() == null ? null : new Entry<>(changed.value(), form, now.plus(keep));
        });
        return answer.get();
    }

    private static boolean isOver(Entry<?> entry, Instant now) {
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
                found.put(key, entry.text());
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
