package io.penstock.console.replay;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.LetterIntake;
import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.SampleLetters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.Redaction;
import io.penstock.console.store.Database;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.amqp.Publisher;
import io.penstock.internal.amqp.Topology;
import io.penstock.testbed.RabbitMqServer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that replays need of a console, on a database and a broker, with a queue to publish to. */
final class ReplayBench implements AutoCloseable {
    final Database database;
    final Letters letters;
    final Replays replays;
    final Planner planner;
    final ReplayControl control;
    final Outcomes outcomes = new Outcomes(Clock.systemUTC());
    final BrokerConnection connection;
    private final Publisher publisher;
    private ReplayRunner runner;

    ReplayBench(Database database, RabbitMqServer broker) {
        this.database = database;
        letters = new Letters(database.jdbi());
        replays = new Replays(database.jdbi());
        connection = new BrokerConnection(broker.url(), "console-publishes");
        publisher = new Publisher(connection, "replays");
        planner = new Planner(database, new BrokerDestinations(connection), Clock.systemUTC());
        runner = new ReplayRunner(database, connection, publisher, Clock.systemUTC());
        control = new ReplayControl(database, Clock.systemUTC(), () -> runner.wake());
    }

    void run() {
        runner.start();
    }

    /** Ends the runner as a clean stop does, and begins with another. */
    void runAnother() {
        runner.close();
        runner = new ReplayRunner(database, connection, publisher, Clock.systemUTC());
        runner.start();
    }

    void declare(String queue) throws Exception {
        new Topology(connection).declareShared();
        new Topology(connection).declareQueue(queue, null);
    }

    SampleLetters.Kind in(String queue) {
        return SampleLetters.Kind.USUAL.in(queue);
    }

    List<Long> die(int count, SampleLetters.Kind kind) {
        List<NewLetter> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(SampleLetters.letter(kind));
        }
        return die(some);
    }

    /** Stores dead letters as the collector does. */
    List<Long> die(List<NewLetter> some) {
        return database.inTransaction(handle -> {
            var added = new LetterIntake(Clock.systemUTC()).add(handle, some);
            outcomes.arrived(handle, added);
            return added.stream().map(LetterIntake.Added::id).toList();
        });
    }

    static ReplaySettings settings(int rate) {
        return new ReplaySettings(rate, 0, 60, null, null, true);
    }

    static Planner.Selection queue(String queue) {
        var facets = new LetterFilter.Facets(queue, null, null, null, null, null);
        return new Planner.Selection.Filter(new LetterFilter(facets, null, null, null, Set.of()));
    }

    Replay plan(Planner.Selection selection, ReplaySettings settings) {
        Planner.Result result = planner.plan(TenantScope.ALL, selection, settings, "alice", "test");
        return ((Planner.Result.Planned) result).replay();
    }

    Replay start(Planner.Selection selection, ReplaySettings settings) {
        Replay replay = plan(selection, settings);
        control.start(TenantScope.ALL, replay.id());
        return replay;
    }

    Replay look(Replay replay) {
        return replays.find(TenantScope.ALL, replay.id()).orElseThrow();
    }

    ReplayState state(Replay replay) {
        return look(replay).progress().state();
    }

    Counts counts(Replay replay) {
        return replays.counts(replay.id());
    }

    LetterState stateOf(long letter) {
        return letters.find(TenantScope.ALL, letter).orElseThrow().status().state();
    }

    /** Any payload will do. */
    Edits edits() {
        return new Edits(
                database,
                new Edits.Surroundings(
                        (queue, type, payload) -> new PayloadCheck.Verdict.NotKnown(),
                        Redaction.usual(),
                        new BrokerDestinations(connection),
                        1_000_000,
                        true,
                        () -> runner.wake()),
                Clock.systemUTC());
    }

    int count(String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    /** What an event would tell. */
    void tell(Replay replay, ReplayItem item, boolean succeeded) {
        var letter = letters.find(TenantScope.ALL, item.deadLetterId()).orElseThrow();
        String key = JobKey.of(item.queue(), letter.job().tenant(), item.jobId());
        database.inTransaction(handle -> {
            outcomes.told(
                    handle,
                    List.of(new Outcomes.Outcome(
                            replay.id(), key, succeeded, Clock.systemUTC().instant(), null)));
            return key;
        });
    }

    List<ReplayItem> items(Replay replay, ItemState... states) {
        return replays.items(replay.id(), List.of(states), 0, 500);
    }

    /** Takes all that is in a queue now. */
    List<GetResponse> take(String queue) throws Exception {
        List<GetResponse> taken = new ArrayList<>();
        try (Channel channel = connection.get().createChannel()) {
            for (GetResponse one = channel.basicGet(queue, true); one != null; one = channel.basicGet(queue, true)) {
                taken.add(one);
            }
        }
        return taken;
    }

    static @Nullable String replayId(GetResponse message) {
        Map<String, Object> headers = message.getProps().getHeaders();
        Object id = headers == null ? null : headers.get(Headers.REPLAY_ID);
        return id == null ? null : id.toString();
    }

    @Override
    public void close() {
        runner.close();
        publisher.close();
        connection.close();
    }
}
