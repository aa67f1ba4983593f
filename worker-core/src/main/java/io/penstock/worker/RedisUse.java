package io.penstock.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.WorkerSettings;
import io.penstock.internal.event.RedisNotificationSink;
import io.penstock.internal.event.Sink;
import io.penstock.internal.ledger.Ledger;
import io.penstock.internal.ledger.ProcessLedger;
import io.penstock.internal.ledger.SharedLedger;
import io.penstock.internal.redis.Redis;
import io.penstock.internal.state.LocalState;
import io.penstock.internal.state.RedisState;
import io.penstock.spi.state.SharedState;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a process uses Redis for, if it was told of one: the ledger that all workers share, and notifications. */
final class RedisUse implements AutoCloseable {
    private final Config config;
    private final @Nullable Redis redis;
    private final @Nullable SharedLedger shared;

    RedisUse(Config config, String worker, MeterRegistry meters) {
        this.config = config;
        String url = config.get(WorkerSettings.REDIS_URL);
        redis = url.isEmpty() ? null : new Redis(url);
        shared = redis == null || mode().equals("off") ? null : new SharedLedger(redis, terms(), worker, meters);
    }

    private String mode() {
        return config.get(WorkerSettings.LEDGER_MODE);
    }

    private SharedLedger.Terms terms() {
        return new SharedLedger.Terms(
                config.get(WorkerSettings.LEDGER_LEASE),
                config.get(WorkerSettings.LEDGER_RETENTION),
                mode().equals("strict"));
    }

    /** The shared ledger, or else one that this process alone knows of. */
    Ledger ledger() {
        return shared == null ? new ProcessLedger() : shared;
    }

    /** What plug-ins share with those of other workers. */
    SharedState state() {
        return redis == null ? new LocalState(InstantSource.system()) : new RedisState(redis);
    }

    /** Who tells users in Redis: one or none. */
    List<Sink> sinks() {
        return redis == null
                ? List.of()
                : List.of(new RedisNotificationSink(redis, config.get(WorkerSettings.NOTIFICATIONS_MAXLEN)));
    }

    /** What health checks say of the ledger, nothing if it is not shared. */
    Map<String, String> checks() {
        if (shared == null) {
            return Map.of();
        }
        String without = mode().equals("strict") ? "jobs wait" : "jobs run unrecorded";
        return Map.of("ledger", shared.isAvailable() ? "up" : "down; " + without);
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.close();
        }
        if (redis != null) {
            redis.close();
        }
    }
}
