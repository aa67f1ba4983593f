package io.penstock.internal.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Clients that share all but connections. Before each call OkHttp looks through the connections of its pool one by one, with a
 * lock for each, so the open connections of all hosts would make every call slower. Here those of a host are in one of many
 * pools. Thread-safe.
 */
final class Lanes {
    private static final int COUNT = 64;
    private static final int IDLE_CONNECTIONS = 32;
    private static final int MOST_TIMEOUTS = 16;

    private final OkHttpClient shared;
    private final List<ConnectionPool> pools = IntStream.range(0, COUNT)
            .mapToObj(lane -> new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
            .toList();
    private final Map<Duration, List<OkHttpClient>> clients = new ConcurrentHashMap<>();

    Lanes(OkHttpClient shared) {
        this.shared = shared;
    }

    /** The client for a call of {@code url} that may take as long as {@code timeout}. */
    OkHttpClient client(HttpUrl url, Duration timeout) {
        int lane = Math.floorMod(31 * url.host().hashCode() + url.port(), COUNT);
        List<OkHttpClient> known = clients.get(timeout);
        if (known != null) {
            return known.get(lane);
        }
        if (clients.size() >= MOST_TIMEOUTS) {
            return GuardedClient.within(shared, timeout, pools.get(lane)); // most callers always give the same time
        }
        return clients.computeIfAbsent(timeout, this::within).get(lane);
    }

    private List<OkHttpClient> within(Duration timeout) {
        return pools.stream()
                .map(pool -> GuardedClient.within(shared, timeout, pool))
                .toList();
    }

    void close() {
        shared.dispatcher().executorService().shutdown();
        pools.forEach(ConnectionPool::evictAll);
    }
}
