package io.penstock.internal.config;

import io.penstock.spi.Setting;
import java.time.Duration;
import java.util.List;

/** The settings of every worker process, apart from those of its queues and plug-ins. */
public final class WorkerSettings {
    private WorkerSettings() {}

    public static final Setting<String> RABBITMQ_URL =
            Setting.secretText("RABBITMQ_URL", "amqp://guest:guest@localhost:5672", "The broker: amqp:// or amqps://");
    public static final Setting<String> KAFKA_BOOTSTRAP_SERVERS =
            Setting.text("KAFKA_BOOTSTRAP_SERVERS", "", "Kafka for events, host:port,…; empty: no events");
    public static final Setting<String> REDIS_URL = Setting.secretText(
            "REDIS_URL", "", "Redis for ledger and notifications, redis://host:6379/9; empty: neither");
    public static final Setting<String> LEDGER_MODE = Setting.choice(
            "PENSTOCK_LEDGER_MODE",
            List.of("available", "strict", "off"),
            "While Redis is away jobs run unrecorded (available) or wait (strict); off: no ledger in Redis");
    public static final Setting<Duration> LEDGER_LEASE = Setting.duration(
            "PENSTOCK_LEDGER_LEASE",
            "15s",
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "How long a claim on a job outlives its worker");
    public static final Setting<Duration> LEDGER_RETENTION = Setting.duration(
            "PENSTOCK_LEDGER_RETENTION",
            "7d",
            Duration.ofMinutes(1),
            Duration.ofDays(3_650),
            "How long it is remembered that a job is done");
    public static final Setting<List<String>> QUEUES =
            Setting.list("PENSTOCK_QUEUES", "", "Queues to consume, a,b,…; empty: those of all plug-ins found");
    public static final Setting<String> PLUGINS =
            Setting.text("PENSTOCK_PLUGINS", "plugins", "Folder with plug-in jars; may be absent");
    public static final Setting<Integer> HTTP_PORT =
            Setting.integer("PENSTOCK_HTTP_PORT", 8081, 0, 65_535, "Port of health and metrics; 0 for any free one");
    public static final Setting<String> HTTP_HOST =
            Setting.text("PENSTOCK_HTTP_HOST", "0.0.0.0", "Address that health and metrics listen on");
    public static final Setting<Duration> SHUTDOWN_GRACE =
            Setting.duration("PENSTOCK_SHUTDOWN_GRACE", "25s", "How long running jobs may go on after SIGTERM");
    public static final Setting<Duration> STARTUP_WAIT =
            Setting.duration("PENSTOCK_STARTUP_WAIT", "60s", "How long to try to reach RabbitMQ at start");
    public static final Setting<Integer> MAX_PAYLOAD = Setting.integer(
            "PENSTOCK_MAX_PAYLOAD", 1_048_576, 1_024, 134_217_728, "Largest payload in bytes; larger is malformed");
    public static final Setting<Boolean> BROADCAST =
            Setting.bool("PENSTOCK_BROADCAST", false, "Publish each job's end to exchange notifications.fanout");
    public static final Setting<String> EVENTS_TOPIC =
            Setting.text("PENSTOCK_EVENTS_TOPIC", "jobs.events", "Kafka topic of events");
    public static final Setting<Integer> NOTIFICATIONS_MAXLEN = Setting.integer(
            "PENSTOCK_NOTIFICATIONS_MAXLEN", 1_000, 1, 1_000_000, "About how many notifications a user's stream keeps");
    public static final Setting<Duration> WATCHDOG_INTERVAL = Setting.duration(
            "PENSTOCK_WATCHDOG_INTERVAL", "15s", "How often to look for consumers that receive nothing");
    public static final Setting<Duration> FLEET_INTERVAL = Setting.duration(
            "PENSTOCK_FLEET_INTERVAL",
            "5s",
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "How often to tell consoles of this worker, and to look whether its queues are paused");
    public static final Setting<String> LOG_FORMAT =
            Setting.choice("PENSTOCK_LOG_FORMAT", List.of("text", "json"), "Form of log lines on standard output");
    public static final Setting<String> LOG_LEVEL = Setting.choice(
            "PENSTOCK_LOG_LEVEL", List.of("info", "debug", "warn", "error"), "Least severe level that is logged");

    /** All of them, in the order in which they are printed. */
    public static List<Setting<?>> all() {
        return List.of(
                RABBITMQ_URL,
                KAFKA_BOOTSTRAP_SERVERS,
                REDIS_URL,
                LEDGER_MODE,
                LEDGER_LEASE,
                LEDGER_RETENTION,
                QUEUES,
                PLUGINS,
                HTTP_PORT,
                HTTP_HOST,
                SHUTDOWN_GRACE,
                STARTUP_WAIT,
                MAX_PAYLOAD,
                BROADCAST,
                EVENTS_TOPIC,
                NOTIFICATIONS_MAXLEN,
                WATCHDOG_INTERVAL,
                FLEET_INTERVAL,
                LOG_FORMAT,
                LOG_LEVEL,
                Config.FILE);
    }
}
