package io.penstock.console;

import io.penstock.console.audit.AuditLog;
import io.penstock.console.audit.PauseRecord;
import io.penstock.console.collect.ManagementApi;
import io.penstock.console.fleet.FleetListener;
import io.penstock.console.fleet.PauseSwitch;
import io.penstock.console.fleet.Queues;
import io.penstock.console.fleet.Workers;
import io.penstock.console.http.FleetRoutes;
import io.penstock.console.letter.Letters;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.WorkerSettings;
import io.penstock.internal.fleet.Gates;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.function.Supplier;

/** The console's view of queues and workers: a connection of its own, which nothing is published on. */
final class ConsoleFleet implements AutoCloseable {
    private final BrokerConnection connection;
    private final FleetRoutes.Fleet fleet;

    /** @param known the queues that dead letters are collected from */
    ConsoleFleet(Config config, Clock clock, Supplier<? extends Collection<String>> known) {
        String url = config.get(WorkerSettings.RABBITMQ_URL);
        String management = config.get(ConsoleSettings.MANAGEMENT_URL);
        connection = new BrokerConnection(url, "console-looks");
        Gates gates = new Gates(connection);
        Workers workers = new Workers(clock);
        Queues queues = new Queues(
                new Queues.Broker(connection, gates),
                management.isEmpty() ? null : new ManagementApi(URI.create(management), Collecting.virtualHost(url)),
                workers,
                known,
                clock);
        fleet = new FleetRoutes.Fleet(
                queues,
                workers,
                new FleetListener(connection, workers, clock),
                new PauseSwitch(gates, () -> new BrokerConnection(url, "console-tells")));
    }

    FleetRoutes routes(Letters letters, AuditLog audit) {
        return new FleetRoutes(fleet, letters, new PauseRecord(audit));
    }

    /** Whether workers have declared this queue. */
    boolean exists(String queue) throws IOException {
        return fleet.queues().exists(queue);
    }

    void start() {
        fleet.listener().start();
    }

    @Override
    public void close() {
        fleet.listener().close();
        connection.close();
    }
}
