package io.penstock.console;

import io.penstock.console.collect.ArrivalListener;
import io.penstock.console.collect.Collector;
import io.penstock.console.collect.DeliveryReader;
import io.penstock.console.collect.LetterStore;
import io.penstock.console.collect.ManagedQueues;
import io.penstock.console.collect.QueueSource;
import io.penstock.console.store.Database;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.config.WorkerSettings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** From which queues dead letters are collected. */
final class Collecting {
    private Collecting() {}

    static Collector collector(
            Config config,
            Redactor redactor,
            Database database,
            BrokerConnection connection,
            ArrivalListener listener) {
        return new Collector(
                connection,
                new DeliveryReader(redactor::mask),
                new LetterStore(database, Clock.systemUTC(), listener),
                source(config, connection));
    }

    private static QueueSource source(Config config, BrokerConnection connection) {
        String management = config.get(ConsoleSettings.MANAGEMENT_URL);
        List<String> names = config.get(ConsoleSettings.COLLECT);
        return management.isEmpty()
                ? Collector.known(connection, () -> names)
                : new ManagedQueues(URI.create(management), virtualHost(config.get(WorkerSettings.RABBITMQ_URL)));
    }

    /** An AMQP URL without a path, or with a bare slash, means the virtual host {@code /}. */
    static String virtualHost(String url) {
        String path = URI.create(url).getRawPath();
        return path == null || path.length() <= 1 ? "/" : URLDecoder.decode(path.substring(1), StandardCharsets.UTF_8);
    }
}
