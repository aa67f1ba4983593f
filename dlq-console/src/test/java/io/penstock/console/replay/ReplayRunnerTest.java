package io.penstock.console.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.console.letter.LetterIntake;
import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.SampleLetters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.Redaction;
import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Publisher;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplayRunnerTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void replays_that_wait_for_the_broker_keep_back_neither_edits_nor_what_is_cancelled() {
        try (var database = Database.open(
                        new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "", 10));
                var connection = new BrokerConnection("amqp://127.0.0.1:1", "test");
                var publisher = new Publisher(connection, "test");
                var runner = new ReplayRunner(database, connection, publisher, CLOCK)) {
            var replays = new Replays(database.jdbi());
            var control = new ReplayControl(database, CLOCK, runner::wake);
            List<Long> ids = die(database, ReplayRunner.MOST_AT_ONCE + 3);
            List<String> started = new ArrayList<>();
            for (long id : ids.subList(0, ReplayRunner.MOST_AT_ONCE + 1)) {
                started.add(start(database, control, id));
            }
            runner.start();
            await().until(() -> waitingForTheBroker(replays, started).size() == ReplayRunner.MOST_AT_ONCE);
            List<String> atWork = waitingForTheBroker(replays, started);
            // several made within one moment begin in any order
            String oneTooMany = started.stream()
                    .filter(id -> !atWork.contains(id))
                    .findFirst()
                    .orElseThrow();

            String unwanted = plan(database, ids.getLast());
            control.cancel(TenantScope.ALL, unwanted, "bob");
            await().until(() -> state(replays, unwanted) == ReplayState.CANCELLED);
            String edit = edit(database, runner, ids.get(ids.size() - 2));
            await().until(() -> why(replays, edit).startsWith("waiting for the broker"));

            assertThat(why(replays, oneTooMany)).as("one too many").isEmpty();
            for (String id : atWork.subList(0, 2)) {
                control.cancel(TenantScope.ALL, id, "bob");
            }
            await().until(() -> why(replays, oneTooMany).startsWith("waiting for the broker"));
            assertThat(new Letters(database.jdbi())
                            .find(TenantScope.ALL, ids.getFirst())
                            .orElseThrow()
                            .status()
                            .state())
                    .isEqualTo(LetterState.OPEN);
        }
    }

    private static List<String> waitingForTheBroker(Replays replays, List<String> ids) {
        return ids.stream()
                .filter(id -> why(replays, id).startsWith("waiting for the broker"))
                .toList();
    }

    private static List<Long> die(Database database, int count) {
        List<NewLetter> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(SampleLetters.letter(SampleLetters.Kind.USUAL));
        }
        return database.inTransaction(handle -> new LetterIntake(CLOCK).add(handle, some)).stream()
                .map(LetterIntake.Added::id)
                .toList();
    }

    private static String plan(Database database, long letter) {
        var planner = new Planner(database, queue -> Destinations.Status.READY, CLOCK);
        var planned = (Planner.Result.Planned) planner.plan(
                TenantScope.ALL,
                new Planner.Selection.Ids(List.of(letter)),
                new ReplaySettings(10, 0, 60, null, null, true),
                "alice",
                "test");
        return planned.replay().id();
    }

    private static String start(Database database, ReplayControl control, long letter) {
        String id = plan(database, letter);
        control.start(TenantScope.ALL, id);
        return id;
    }

    private static String edit(Database database, ReplayRunner runner, long letter) {
        var surroundings = new Edits.Surroundings(
                (queue, type, payload) -> new PayloadCheck.Verdict.NotKnown(),
                Redaction.usual(),
                queue -> Destinations.Status.READY,
                1_000,
                true,
                runner::wake);
        var proposal = new Edits.Proposal(letter, JsonNodeFactory.instance.objectNode(), null);
        return ((Edits.Result.Accepted)
                        new Edits(database, surroundings, CLOCK).edit(TenantScope.ALL, proposal, "alice", "test"))
                .replayId();
    }

    private static ReplayState state(Replays replays, String id) {
        return replays.find(TenantScope.ALL, id).orElseThrow().progress().state();
    }

    private static String why(Replays replays, String id) {
        String why = replays.find(TenantScope.ALL, id).orElseThrow().progress().why();
        return why == null ? "" : why;
    }
}
