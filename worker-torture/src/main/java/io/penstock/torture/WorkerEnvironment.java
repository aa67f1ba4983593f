package io.penstock.torture;

import io.penstock.testbed.Testbed;
import io.penstock.torture.TortureOptions.Subject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The environment variables of tortured workers: as in production, but quick to try again. */
final class WorkerEnvironment {
    private WorkerEnvironment() {}

    /** Somebody else's plug-in finds its own settings in the environment of this process. */
    static Map<String, String> of(TortureOptions options, Testbed servers, int recorderPort) {
        Subject subject = options.subject();
        Map<String, String> environment = new HashMap<>(subject.isOwn() ? Map.of() : System.getenv());
        environment.put("RABBITMQ_URL", servers.rabbitMq().url());
        environment.put("REDIS_URL", servers.redis().url());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
        environment.put("PENSTOCK_HTTP_PORT", "0");
        environment.put("PENSTOCK_HTTP_HOST", "127.0.0.1");
        environment.put("PENSTOCK_STARTUP_WAIT", "10m");
        environment.put("PENSTOCK_NOTIFICATIONS_MAXLEN", "1000000");
        environment.put("PENSTOCK_LEDGER_MODE", options.ledger());
        environment.put("PENSTOCK_LEDGER_LEASE", "5s");
        environment.put("PENSTOCK_TORTURE_RECORDER", Integer.toString(recorderPort));
        if (subject.plugins() != null) {
            environment.put(
                    "PENSTOCK_PLUGINS", subject.plugins().toAbsolutePath().toString());
        }
        String queue =
                "PENSTOCK_QUEUES_" + subject.queue().toUpperCase(Locale.ROOT).replace('-', '_') + "_";
        environment.put(queue + "RETRY_BASE", "1s");
        environment.put(queue + "RETRY_CAP", "2s");
        if (subject.isOwn()) {
            environment.put(queue + "CONCURRENCY", "50");
            environment.put(queue + "PREFETCH", "100");
            environment.put(queue + "TIMEOUT", "30s");
        }
        return environment;
    }
}
