package io.penstock.console;

import io.penstock.console.collect.ArrivalListener;
import io.penstock.console.http.EditRoutes;
import io.penstock.console.http.ReplayRoutes;
import io.penstock.console.http.Route;
import io.penstock.console.redact.Redaction;
import io.penstock.console.replay.BrokerDestinations;
import io.penstock.console.replay.Edits;
import io.penstock.console.replay.EventReader;
import io.penstock.console.replay.Outcomes;
import io.penstock.console.replay.PayloadCheck;
import io.penstock.console.replay.Planner;
import io.penstock.console.replay.ReplayControl;
import io.penstock.console.replay.ReplayRunner;
import io.penstock.console.replay.Replays;
import io.penstock.console.store.Database;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.WorkerSettings;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that replays: a connection of its own to publish on, the runner, and whoever hears of outcomes. */
final class Replaying implements AutoCloseable {
    private final Database database;
    private final Clock clock;
    private final Outcomes outcomes;
    private final BrokerConnection connection;
    private final Publisher publisher;
    private final ReplayRunner runner;
    private final @Nullable EventReader events;

    Replaying(Config config, Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.outcomes = new Outcomes(clock);
        this.connection = new BrokerConnection(config.get(WorkerSettings.RABBITMQ_URL), "console-publishes");
        this.publisher = new Publisher(connection, "replays");
        this.runner = new ReplayRunner(database, connection, publisher, clock);
        String kafka = config.get(WorkerSettings.KAFKA_BOOTSTRAP_SERVERS);
        this.events = kafka.isEmpty()
                ? null
                : new EventReader(kafka, config.get(WorkerSettings.EVENTS_TOPIC), database, outcomes);
    }

    ArrivalListener arrivals() {
        return outcomes;
    }

    List<Route> routes(PayloadCheck check, Redaction redaction, int largestPayload) {
        var destinations = new BrokerDestinations(connection);
        boolean byEvents = events != null;
        var replays = new ReplayRoutes(
                new Replays(database.jdbi()),
                new Planner(database, destinations, clock),
                new ReplayControl(database, clock, runner::wake),
                byEvents);
        var surroundings =
                new Edits.Surroundings(check, redaction, destinations, largestPayload, byEvents, runner::wake);
        var edits = new EditRoutes(new Edits(database, surroundings, clock), largestPayload);
        return Stream.concat(replays.routes().stream(), edits.routes().stream()).toList();
    }

    void start() {
        runner.start();
        if (events != null) {
            events.start();
        }
    }

    /** Null without Kafka. */
    @Nullable
    Boolean hearsEvents() {
        return events == null ? null : events.isAvailable();
    }

    /** What is on its way arrives, and no more is published; another process or the next start goes on. */
    void drain() {
        runner.close();
    }

    @Override
    public void close() {
        runner.close();
        if (events != null) {
            events.close();
        }
        publisher.close();
        connection.close();
    }
}
