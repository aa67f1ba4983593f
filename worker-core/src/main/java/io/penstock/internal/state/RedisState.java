package io.penstock.internal.state;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.codec.StringCodec;
import io.penstock.internal.redis.Redis;
import io.penstock.internal.redis.RedisLink;
import io.penstock.spi.state.SharedState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State in Redis, and while that is away in this process, beginning with what was last seen. Thread-safe.
 *
 * <p>A value is changed by comparing and swapping. Within a process changes of a key take turns, so that only other processes
 * can be faster, and what was seen last is tried first, so that a change mostly takes one round trip.
 */
public final class RedisState implements SharedState {
    private static final Logger log = LoggerFactory.getLogger(RedisState.class);
    private static final String PREFIX = "penstock:state:";
    private static final Script SWAP = Script.read("swap.lua");
    private static final Script JOIN = Script.read("join.lua");
    private static final Script LEAVE = Script.read("leave.lua");
    private static final int MOST_SEEN = 20_000;
    private static final int LOCKS = 1_024;
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SCAN_PAGE = 1_000;

    private final RedisLink<String> link;
    private final LocalState local = new LocalState(InstantSource.system());
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toList();
    private volatile boolean away;
    private volatile long triedNanos;

    /** @param redis closed by whoever opened it */
    public RedisState(Redis redis) {
        link = redis.link(StringCodec.UTF8);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public <T, R> R update(String key, Duration keep, Form<T> form, Function<@Nullable T, Change<T, R>> change) {
        ReentrantLock lock = locks.get(Math.floorMod(key.hashCode(), LOCKS));
        lock.lock();
        try {
            return orElse(() -> swap(key, keep, form, change), () -> updateHere(key, keep, form, change));
        } finally {
            lock.unlock();
        }
    }

    private <T, R> R swap(String key, Duration keep, Form<T> form, Function<@Nullable T, Change<T, R>> change) {
        String old = seen.getOrDefault(key, "");
        while (true) {
            Change<T, R> changed = change.apply(old.isEmpty() ? null : form.read(old));
            String value = changed.value() == null ? "" : form.write(changed.value());
            List<Object> answer =
                    await(SWAP.run(link, new String[] {PREFIX + key}, old, value, Long.toString(keep.toMillis())));
            if (answer.size() == 1) {
                note(key, value);
                local.forget(key);
                return changed.answer();
            }
            old = String.valueOf(answer.get(1));
        }
    }

    private void note(String key, String value) {
        if (seen.size() > MOST_SEEN) {
            seen.clear();
        }
        if (value.isEmpty()) {
            seen.remove(key);
        } else {
            seen.put(key, value);
        }
    }

    private <T, R> R updateHere(String key, Duration keep, Form<T> form, Function<@Nullable T, Change<T, R>> change) {
        String last = seen.get(key);
        return local.update(
                key, keep, form, value -> change.apply(value == null && last != null ? form.read(last) : value));
    }

    @Override
    public Map<String, String> find(String prefix) {
        return orElse(() -> scan(prefix), () -> local.find(prefix));
    }

    private Map<String, String> scan(String prefix) {
        Map<String, String> found = new TreeMap<>();
        ScanArgs page = ScanArgs.Builder.matches(PREFIX + prefix.replaceAll("[*?\\[\\]\\\\]", "\\\\$0") + "*")
                .limit(SCAN_PAGE);
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            ScanCursor from = cursor;
            KeyScanCursor<String> keys = await(link.send(redis -> redis.scan(from, page)));
            if (!keys.getKeys().isEmpty()) {
                String[] names = keys.getKeys().toArray(String[]::new);
                for (KeyValue<String, String> entry : await(link.send(redis -> redis.mget(names)))) {
                    entry.ifHasValue(value -> found.put(entry.getKey().substring(PREFIX.length()), value));
                }
            }
            cursor = keys;
        }
        return found;
    }

    @Override
    public long join(String line, String member, String order, Duration keep) {
        return orElse(
                () -> {
                    List<Object> answer =
                            await(JOIN.run(link, keysOf(line), member, order, Long.toString(keep.toMillis())));
                    return ((Number) answer.getFirst()).longValue();
                },
                () -> local.join(line, member, order, keep));
    }

    @Override
    public void leave(String line, String member) {
        local.leave(line, member);
        var unused = orElse(() -> await(LEAVE.run(link, keysOf(line), member)), List::of);
    }

    private static String[] keysOf(String line) {
        String name = "penstock:line:" + line;
        return new String[] {name, name + ":places", name + ":until"};
    }

    /** While Redis is away one call a second tries it. */
    private <R> R orElse(Supplier<R> shared, Supplier<R> here) {
        long now = System.nanoTime();
        if (away && now - triedNanos < PAUSE_NANOS) {
            return here.get();
        }
        triedNanos = now;
        try {
            R answer = shared.get();
            if (away) {
                away = false;
                log.info("shared state is in Redis again");
            }
            return answer;
        } catch (CompletionException e) {
            if (!away) {
                away = true;
                log.warn("Redis is not available; meanwhile each worker keeps shared state for itself: {}", rootOf(e));
            }
            return here.get();
        }
    }

    private static <R> R await(CompletionStage<R> answer) {
        return answer.toCompletableFuture().join();
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
