package io.penstock.console;

import io.penstock.console.access.OidcSettings;
import io.penstock.console.http.Forwarding;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.config.WorkerSettings;
import io.penstock.spi.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of the console. */
public final class ConsoleSettings {
    private static final List<String> OUR_WORDS =
            List.of("producer", "reader", "operator", "editor", "admin", "reveal");

    private ConsoleSettings() {}

    public static final Setting<String> DATABASE_URL = Setting.secretText(
            "DATABASE_URL",
            "",
            "jdbc:postgresql://host/name (user and password as ?user=&password=) or jdbc:h2:file:/path; empty: an H2 file in"
                    + " the data folder");
    public static final Setting<Integer> DATABASE_CONNECTIONS =
            Setting.integer("PENSTOCK_DATABASE_CONNECTIONS", 10, 3, 200, "Connections to the database at most");
    public static final Setting<String> DATA =
            Setting.text("PENSTOCK_CONSOLE_DATA", "console-data", "Folder of the H2 file");
    public static final Setting<Integer> PORT = Setting.integer(
            "PENSTOCK_CONSOLE_PORT", 8080, 0, 65_535, "Port of API, health and metrics; 0 for any free one");
    public static final Setting<String> HOST =
            Setting.text("PENSTOCK_CONSOLE_HOST", "127.0.0.1", "Address to listen on; 0.0.0.0 for all");
    public static final Setting<String> BASE_PATH = new Setting<>(
            "PENSTOCK_CONSOLE_BASE_PATH",
            "",
            false,
            "What all paths begin with, /penstock, if a proxy passes it on",
            text -> new Forwarding(text, false, null).basePath());
    public static final Setting<Boolean> TRUST_PROXY = Setting.bool(
            "PENSTOCK_CONSOLE_TRUST_PROXY",
            false,
            "Whether to believe X-Forwarded-For, -Proto, -Host and -Prefix: only behind a proxy that sets them");
    public static final Setting<String> PUBLIC_URL = new Setting<>(
            "PENSTOCK_CONSOLE_PUBLIC_URL",
            "",
            false,
            "What browsers call the console, https://console.example; empty: what the request says",
            ConsoleSettings::publicUrl);
    public static final Setting<Boolean> OPEN_METRICS =
            Setting.bool("PENSTOCK_CONSOLE_OPEN_METRICS", false, "Whether /metrics needs no token");
    public static final Setting<String> ADMIN_TOKEN = new Setting<>(
            "PENSTOCK_CONSOLE_ADMIN_TOKEN",
            "",
            true,
            "An administrator's API token; empty: the first start creates one and prints it",
            ConsoleSettings::adminToken);
    public static final Setting<Duration> SESSION_IDLE = Setting.duration(
            "PENSTOCK_CONSOLE_SESSION_IDLE",
            "1h",
            Duration.ofMinutes(1),
            Duration.ofDays(30),
            "After how long without a call a session ends");
    public static final Setting<Duration> SESSION_LIFETIME = Setting.duration(
            "PENSTOCK_CONSOLE_SESSION_LIFETIME",
            "12h",
            Duration.ofMinutes(1),
            Duration.ofDays(30),
            "After how long a session ends at the latest");
    public static final Setting<String> OIDC_ISSUER = new Setting<>(
            "PENSTOCK_CONSOLE_OIDC_ISSUER",
            "",
            false,
            "Issuer URL of the identity provider that people sign in through; empty: none",
            ConsoleSettings::issuer);
    public static final Setting<String> OIDC_CLIENT =
            Setting.text("PENSTOCK_CONSOLE_OIDC_CLIENT_ID", "penstock", "How the identity provider calls the console");
    public static final Setting<String> OIDC_SECRET = Setting.secretText(
            "PENSTOCK_CONSOLE_OIDC_CLIENT_SECRET", "", "The client's secret; empty: a public client");
    public static final Setting<String> OIDC_ROLE_CLAIM = Setting.text(
            "PENSTOCK_CONSOLE_OIDC_ROLE_CLAIM", "roles", "The claim that holds roles, e.g. realm_access.roles");
    public static final Setting<List<String>> OIDC_ROLES = Setting.list(
            "PENSTOCK_CONSOLE_OIDC_ROLES",
            "",
            "What the claim's values mean, theirs=ours,…, ours being a role or reveal; empty: they are ours");
    public static final Setting<String> OIDC_TENANTS_CLAIM = Setting.text(
            "PENSTOCK_CONSOLE_OIDC_TENANTS_CLAIM", "", "The claim that holds somebody's only tenants; empty: no limit");
    public static final Setting<List<String>> COLLECT = Setting.list(
            "PENSTOCK_CONSOLE_QUEUES",
            "emails,pdfs,webhooks,images",
            "Queues whose dead letters are collected, unless the management API lists them");
    public static final Setting<String> MANAGEMENT_URL = Setting.secretText(
            "RABBITMQ_MANAGEMENT_URL", "", "RabbitMQ's management API, http://user:password@host:15672; empty: none");
    public static final Setting<List<String>> REDACT = Setting.list(
            "PENSTOCK_CONSOLE_REDACT", "", "More names and JSON paths whose values are hidden, besides the usual ones");
    public static final Setting<Duration> RETENTION = Setting.duration(
            "PENSTOCK_CONSOLE_RETENTION",
            "90d",
            Duration.ofHours(1),
            Duration.ofDays(3_650),
            "How long dead letters are kept after they were replayed, resolved or archived");
    public static final Setting<String> SCHEDULES_FILE = Setting.text(
            "PENSTOCK_SCHEDULES_FILE", "", "schedules.yaml, whose schedules are made so at each start; empty: none");
    public static final Setting<Duration> JOB_IDS = Setting.duration(
            "PENSTOCK_CONSOLE_JOB_IDS",
            "7d",
            Duration.ofMinutes(1),
            Duration.ofDays(365),
            "How long the ids of jobs enqueued over HTTP are remembered, so that the same one again is no second job");
    public static final Setting<String> AUDIT_TOPIC =
            Setting.text("PENSTOCK_AUDIT_TOPIC", "audit.logs", "Kafka topic of the audit log");

    private static String issuer(String text) {
        if (!text.isEmpty()
                && !text.matches("https://\\S+|http://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?(/\\S*)?")) {
            throw new IllegalArgumentException("expected an https URL");
        }
        return text;
    }

    /** The identity provider, null if there is none. */
    static @Nullable OidcSettings oidc(Config config) {
        String issuer = config.get(OIDC_ISSUER);
        if (issuer.isEmpty()) {
            return null;
        }
        Map<String, String> roles = new HashMap<>();
        for (String pair : config.get(OIDC_ROLES)) {
            int equals = pair.lastIndexOf('=');
            String ours = pair.substring(equals + 1).strip();
            if (equals < 1 || !OUR_WORDS.contains(ours)) {
                throw new ConfigException(OIDC_ROLES.name() + ": expected theirs=ours, ours being one of "
                        + String.join(", ", OUR_WORDS) + ", got \"" + pair + "\"");
            }
            roles.put(pair.substring(0, equals).strip(), ours);
        }
        return new OidcSettings(
                URI.create(issuer),
                config.get(OIDC_CLIENT),
                config.get(OIDC_SECRET),
                config.get(OIDC_ROLE_CLAIM),
                roles,
                config.get(OIDC_TENANTS_CLAIM));
    }

    private static String publicUrl(String text) {
        if (!text.isEmpty() && !text.matches("https?://[A-Za-z0-9.:\\[\\]-]+")) {
            throw new IllegalArgumentException("expected https://host or https://host:port, without a path");
        }
        return text;
    }

    private static String adminToken(String text) {
        if (!text.isEmpty() && !text.matches("[\\x21-\\x7e]{32,200}")) {
            throw new IllegalArgumentException("expected 32 to 200 printable characters without blanks");
        }
        return text;
    }

    /** How the console is reached. */
    static Forwarding forwarding(Config config) {
        String publicUrl = config.get(PUBLIC_URL);
        return new Forwarding(
                config.get(BASE_PATH), config.get(TRUST_PROXY), publicUrl.isEmpty() ? null : URI.create(publicUrl));
    }

    /** All of them, in the order in which they are printed. */
    public static List<Setting<?>> all() {
        return List.of(
                WorkerSettings.RABBITMQ_URL,
                MANAGEMENT_URL,
                WorkerSettings.KAFKA_BOOTSTRAP_SERVERS,
                WorkerSettings.EVENTS_TOPIC,
                DATABASE_URL,
                DATABASE_CONNECTIONS,
                DATA,
                PORT,
                HOST,
                BASE_PATH,
                TRUST_PROXY,
                PUBLIC_URL,
                OPEN_METRICS,
                ADMIN_TOKEN,
                SESSION_IDLE,
                SESSION_LIFETIME,
                OIDC_ISSUER,
                OIDC_CLIENT,
                OIDC_SECRET,
                OIDC_ROLE_CLAIM,
                OIDC_ROLES,
                OIDC_TENANTS_CLAIM,
                COLLECT,
                REDACT,
                RETENTION,
                SCHEDULES_FILE,
                JOB_IDS,
                AUDIT_TOPIC,
                WorkerSettings.PLUGINS,
                WorkerSettings.MAX_PAYLOAD,
                WorkerSettings.EVENTS_TOPIC,
                WorkerSettings.SHUTDOWN_GRACE,
                WorkerSettings.STARTUP_WAIT,
                WorkerSettings.LOG_FORMAT,
                WorkerSettings.LOG_LEVEL,
                Config.FILE);
    }
}
