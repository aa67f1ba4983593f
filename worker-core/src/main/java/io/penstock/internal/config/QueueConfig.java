package io.penstock.internal.config;

import io.penstock.RetryPolicy;
import io.penstock.spi.QueueDefaults;
import io.penstock.spi.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one queue is consumed. Immutable; values are checked when built.
 *
 * @param name the queue's name
 * @param defaultType the type of jobs that name none, null if such jobs are refused as {@code unknown_type}
 * @param concurrency jobs that run at once, 1 to 32,767
 * @param prefetch deliveries held unacknowledged, at least {@code concurrency}
 * @param timeout time limit of one execution, up to 25 minutes
 * @param maxAttempts executions before a failing job is dead-lettered, 1 to 1,000
 * @param retry how long to wait between attempts
 * @param timeToLive how long a job may wait in the queue before it is dead-lettered as expired, at most 49 days; null for ever
 */
public record QueueConfig(
        String name,
        @Nullable String defaultType,
        int concurrency,
        int prefetch,
        Duration timeout,
        int maxAttempts,
        RetryPolicy retry,
        @Nullable Duration timeToLive) {

    /** Queue names hold no dots: the delay ladder's topic keys are separated by them. */
    public static final String NAME_PATTERN = "[a-z0-9][a-z0-9_-]*";

    private static final int LONGEST_NAME = 200;
    /** RabbitMQ closes the channel of a consumer that holds a delivery for 30 minutes. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(25);
    /** RabbitMQ refuses a queue whose messages may live for more than 2³² ms. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(49);

    public QueueConfig {
        checkName(name);
        if (prefetch < concurrency) {
            throw new ConfigException(
                    prefix(name) + "PREFETCH: expected at least the concurrency, " + concurrency + ", got " + prefetch);
        }
        if (timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new ConfigException(prefix(name) + "TIMEOUT: expected more than 0 and at most 25m, got " + timeout);
        }
        if (timeToLive != null && timeToLive.compareTo(LONGEST_LIFE) > 0) {
            throw new ConfigException(prefix(name) + "TTL: expected at most 49d, got " + timeToLive);
        }
    }

    /**
     * Returns the name if a job queue can have it.
     *
     * @throws ConfigException if not
     */
    public static String checkName(String name) {
        if (!name.matches(NAME_PATTERN) || name.length() > LONGEST_NAME) {
            throw new ConfigException(
                    "queue name: expected " + NAME_PATTERN + " with at most 200 characters, got \"" + name + "\"");
        }
        return name;
    }

    /** Reads the settings of one queue. */
    public static QueueConfig read(Config config, String queue, @Nullable String handlerType) {
        return read(config, queue, handlerType, QueueDefaults.USUAL);
    }

    /** Reads the settings of one queue; {@code defaults} are those of its handler. */
    public static QueueConfig read(Config config, String queue, @Nullable String handlerType, QueueDefaults defaults) {
        checkName(queue);
        Settings settings = new Settings(queue, defaults);
        String type = config.get(settings.defaultType());
        Duration ttl = config.get(settings.timeToLive());
        int concurrency = config.get(settings.concurrency());
        int prefetch = config.isSet(settings.prefetch())
                ? config.get(settings.prefetch())
                : Math.min(65_535, Math.max(50, concurrency * 2));
        Duration base = config.get(settings.retryBase());
        Duration cap = config.get(settings.retryCap());
        if (base.isZero() || cap.compareTo(base) < 0) {
            throw new ConfigException(settings.retryBase().name() + ": expected more than 0 and at most "
                    + settings.retryCap().name() + " (" + cap + "), got " + base);
        }
        return new QueueConfig(
                queue,
                type.isEmpty() ? handlerType : type,
                concurrency,
                prefetch,
                config.get(settings.timeout()),
                config.get(settings.maxAttempts()),
                RetryPolicy.exponentialWithFullJitter(base, cap),
                ttl.isZero() ? null : ttl);
    }

    /** The settings that exist for {@code queue}. */
    public static List<Setting<?>> settings(String queue) {
        return settings(queue, QueueDefaults.USUAL);
    }

    /** The settings that exist for {@code queue}; {@code defaults} are those of its handler. */
    public static List<Setting<?>> settings(String queue, QueueDefaults defaults) {
        Settings s = new Settings(queue, defaults);
        return List.of(
                s.concurrency(),
                s.prefetch(),
                s.timeout(),
                s.maxAttempts(),
                s.retryBase(),
                s.retryCap(),
                s.timeToLive(),
                s.defaultType());
    }

    /** What the names of a queue's settings begin with. */
    public static String prefix(String queue) {
        return "PENSTOCK_QUEUES_" + Layer.canonical(queue) + "_";
    }

    private record Settings(String queue, QueueDefaults defaults) {
        Setting<Integer> concurrency() {
            return Setting.integer(
                    name("CONCURRENCY"), defaults.concurrency(), 1, 32_767, "Jobs of this queue that run at once");
        }

        Setting<Integer> prefetch() {
            return Setting.integer(
                    name("PREFETCH"), 50, 1, 65_535, "Deliveries held unacknowledged; twice the concurrency if larger");
        }

        Setting<Duration> timeout() {
            return Setting.duration(name("TIMEOUT"), "5m", "Time limit of one execution, at most 25m");
        }

        Setting<Integer> maxAttempts() {
            return Setting.integer(
                    name("MAX_ATTEMPTS"),
                    defaults.maxAttempts(),
                    1,
                    1_000,
                    "Attempts before a failing job is dead-lettered");
        }

        Setting<Duration> retryBase() {
            return Setting.duration(name("RETRY_BASE"), "2s", "Longest wait before the second attempt; doubles");
        }

        Setting<Duration> retryCap() {
            return Setting.duration(name("RETRY_CAP"), "1h", "Longest wait before any attempt");
        }

        Setting<Duration> timeToLive() {
            return Setting.duration(
                    name("TTL"), "0s", "How long a job may wait before it is dead-lettered as expired; 0s for ever");
        }

        Setting<String> defaultType() {
            return Setting.text(name("DEFAULT_TYPE"), "", "Type of jobs that name none; else the plug-in's own");
        }

        private String name(String suffix) {
            return prefix(queue) + suffix;
        }
    }
}
