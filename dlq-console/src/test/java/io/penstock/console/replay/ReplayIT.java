package io.penstock.console.replay;

import static io.penstock.console.replay.ReplayBench.queue;
import static io.penstock.console.replay.ReplayBench.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterArchive;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.SampleLetters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers({ServerKind.RABBITMQ, ServerKind.POSTGRES})
@ParameterizedClass
@EnumSource(Dialect.class)
class ReplayIT {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Dialect dialect;
    private final String queue = "replayed-" + COUNTER.incrementAndGet();
    private Database database;
    private ReplayBench bench;
    private RabbitMqServer broker;

    ReplayIT(Dialect dialect) {
        this.dialect = dialect;
    }

    @BeforeEach
    void open(RabbitMqServer broker, PostgresServer postgres) throws Exception {
        this.broker = broker;
        database = TestDatabases.open(dialect, postgres);
        bench = new ReplayBench(database, broker);
        bench.declare(queue);
    }

    @AfterEach
    void close() {
        bench.close();
        database.close();
    }

    private void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).ignoreExceptions().until(condition);
    }

    private void untilState(Replay replay, ReplayState state) {
        until(() -> bench.state(replay) == state);
    }

    @Test
    void a_plan_publishes_nothing_and_what_dies_later_never_joins() throws Exception {
        bench.run();
        List<Long> ids = bench.die(3, bench.in(queue));
        Replay replay = bench.plan(queue(queue), settings(1_000));
        bench.die(2, bench.in(queue));

        assertThat(bench.items(replay)).extracting(ReplayItem::deadLetterId).containsExactlyElementsOf(ids);
        assertThat(bench.take(queue)).isEmpty();
        assertThat(bench.stateOf(ids.getFirst())).isEqualTo(LetterState.OPEN);
        assertThat(replay.warnings()).singleElement().asString().contains(queue, "no consumers");

        bench.control.start(TenantScope.ALL, replay.id());
        untilState(replay, ReplayState.DONE);
        List<GetResponse> published = bench.take(queue);
        assertThat(published)
                .hasSize(3)
                .allSatisfy(message -> assertThat(ReplayBench.replayId(message)).isEqualTo(replay.id()));
        assertThat(bench.counts(replay).in(ItemState.PUBLISHED)).isEqualTo(3);
        assertThat(bench.stateOf(ids.getFirst())).isEqualTo(LetterState.REPLAYED);
    }

    @Test
    void what_cannot_be_replayed_is_told_with_its_reason() {
        List<Long> ids = new ArrayList<>(bench.die(5, bench.in(queue)));
        var archive = new LetterArchive(database, Clock.systemUTC());
        archive.archive(TenantScope.ALL, List.of(ids.get(0)));
        bench.run();
        untilState(bench.start(new Planner.Selection.Ids(List.of(ids.get(1))), settings(100)), ReplayState.DONE);
        Replay paused = bench.start(new Planner.Selection.Ids(List.of(ids.get(2), ids.get(3))), settings(1));
        until(() -> bench.stateOf(ids.get(3)) == LetterState.REPLAYING);
        bench.control.pause(TenantScope.ALL, paused.id(), "alice");
        until(() -> bench.counts(paused).in(ItemState.PUBLISHED) == 1);
        ids.addAll(bench.die(1, bench.in("no-such-queue")));
        NewLetter again = SampleLetters.letter(
                bench.in(queue).at(SampleLetters.START.plusSeconds(60)),
                bench.letters
                        .find(TenantScope.ALL, ids.get(4))
                        .orElseThrow()
                        .job()
                        .id(),
                "once more");
        ids.addAll(bench.die(List.of(again)));
        ids.add(999_999L);

        Replay replay = bench.plan(new Planner.Selection.Ids(ids), settings(10));

        assertThat(bench.items(replay))
                .extracting(ReplayItem::reason)
                .containsExactly(
                        "archived",
                        "already_replayed",
                        "already_replayed",
                        "in_another_replay",
                        "same_job",
                        "destination_gone",
                        null,
                        "unknown");
        assertThat(bench.counts(replay).eligible()).isEqualTo(1);
        assertThat(bench.replays.ineligible(replay.id())).containsEntry("already_replayed", 2);
    }

    @Test
    void of_two_replays_of_the_same_group_one_gets_each_dead_letter() throws Exception {
        int count = 1_200;
        bench.die(count, bench.in(queue));
        try (var other = new ReplayBench(database, broker)) {
            Replay one = bench.plan(queue(queue), settings(1_000));
            Replay two = other.plan(queue(queue), settings(1_000));
            bench.run();
            if (dialect == Dialect.POSTGRESQL) {
                other.run();
            }
            var starts = List.of(one, two).parallelStream()
                    .map(replay -> bench.control.start(TenantScope.ALL, replay.id()))
                    .toList();
            assertThat(starts).allSatisfy(start -> assertThat(start).isInstanceOf(ReplayControl.Result.Done.class));
            untilState(one, ReplayState.DONE);
            untilState(two, ReplayState.DONE);

            assertThat(bench.counts(one).eligible() + bench.counts(two).eligible())
                    .isEqualTo(count);
            assertThat(bench.counts(one).in(ItemState.PUBLISHED)
                            + bench.counts(two).in(ItemState.PUBLISHED))
                    .isEqualTo(count);
            Set<String> jobs = new HashSet<>();
            List<GetResponse> published = bench.take(queue);
            published.forEach(message -> jobs.add(message.getProps().getMessageId()));
            assertThat(published).hasSize(count);
            assertThat(jobs).hasSize(count);
        }
    }

    @Test
    void a_replay_is_run_by_one_process_at_its_rate_and_another_goes_on_when_that_stops() {
        bench.die(40, bench.in(queue));
        bench.run();
        try (var other = new ReplayBench(database, broker)) {
            if (dialect == Dialect.POSTGRESQL) {
                other.run();
            }
            long begun = System.nanoTime();
            Replay replay = bench.start(queue(queue), settings(20));
            until(() -> bench.counts(replay).in(ItemState.PUBLISHED) > 10);
            bench.runAnother();
            untilState(replay, ReplayState.DONE);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_800));
            assertThat(bench.counts(replay).in(ItemState.PUBLISHED)).isEqualTo(40);
        }
    }

    @Test
    void a_replay_can_be_paused_slowed_resumed_and_cancelled_and_what_is_left_is_open_again() throws Exception {
        List<Long> ids = bench.die(200, bench.in(queue));
        bench.run();
        Replay replay = bench.start(queue(queue), settings(10));
        until(() -> bench.counts(replay).in(ItemState.PUBLISHED) > 2);
        bench.control.pause(TenantScope.ALL, replay.id(), "alice");
        until(() -> bench.counts(replay).in(ItemState.PUBLISHING) == 0);
        int published = bench.counts(replay).in(ItemState.PUBLISHED);
        assertThat(bench.look(replay).progress().why()).isEqualTo("paused by alice");
        bench.control.changeRate(TenantScope.ALL, replay.id(), 50);
        bench.control.resume(TenantScope.ALL, replay.id());
        until(() -> bench.counts(replay).in(ItemState.PUBLISHED) > published + 10);
        bench.control.cancel(TenantScope.ALL, replay.id(), "bob");
        untilState(replay, ReplayState.CANCELLED);

        Counts counts = bench.counts(replay);
        assertThat(counts.in(ItemState.PUBLISHED) + counts.in(ItemState.CANCELLED))
                .isEqualTo(200);
        assertThat(bench.take(queue)).hasSize(counts.in(ItemState.PUBLISHED));
        assertThat(ids.stream().filter(id -> bench.stateOf(id) == LetterState.OPEN))
                .hasSize(counts.in(ItemState.CANCELLED));
        assertThat(bench.control.resume(TenantScope.ALL, replay.id()))
                .isEqualTo(new ReplayControl.Result.Refused(ReplayState.CANCELLED));
    }

    @Test
    void a_plan_that_is_cancelled_changes_nothing() {
        List<Long> ids = bench.die(3, bench.in(queue));
        bench.run();
        Replay other = bench.plan(queue(queue), settings(10));
        Replay replay = bench.plan(queue(queue), settings(1));
        bench.control.start(TenantScope.ALL, replay.id());
        until(() -> bench.stateOf(ids.getLast()) == LetterState.REPLAYING);
        bench.control.cancel(TenantScope.ALL, other.id(), "bob");
        untilState(other, ReplayState.CANCELLED);

        assertThat(bench.stateOf(ids.getLast())).isEqualTo(LetterState.REPLAYING);
        bench.control.changeRate(TenantScope.ALL, replay.id(), 1_000);
        untilState(replay, ReplayState.DONE);
    }

    @Test
    void a_canary_that_fails_stops_the_replay_and_one_that_succeeds_lets_it_go_on() {
        bench.die(30, bench.in(queue));
        bench.run();
        Replay replay = bench.start(queue(queue), new ReplaySettings(1_000, 5, 600, 20, null, true));
        until(() -> bench.counts(replay).in(ItemState.PUBLISHED) == 5);
        until(() -> String.valueOf(bench.look(replay).progress().why()).startsWith("waiting for the canary: 0 of 5"));
        bench.items(replay, ItemState.PUBLISHED).stream().limit(2).forEach(item -> bench.tell(replay, item, false));
        untilState(replay, ReplayState.STOPPED);
        assertThat(bench.look(replay).progress().why()).contains("2 of 5", "20 %");
        assertThat(bench.counts(replay).in(ItemState.PENDING)).isEqualTo(25);

        bench.control.resume(TenantScope.ALL, replay.id());
        untilState(replay, ReplayState.DONE);
        assertThat(bench.counts(replay).in(ItemState.PUBLISHED)).isEqualTo(28);
    }

    @Test
    void a_canary_without_outcome_stops_the_replay_when_its_time_is_over() {
        bench.die(10, bench.in(queue));
        bench.run();
        Replay byEvents = bench.start(queue(queue), new ReplaySettings(1_000, 2, 1, null, null, true));
        untilState(byEvents, ReplayState.STOPPED);
        assertThat(bench.look(byEvents).progress().why()).contains("2 of 2", "no outcome after 1 s");
        bench.control.cancel(TenantScope.ALL, byEvents.id(), "bob");
        untilState(byEvents, ReplayState.CANCELLED);

        Replay byDeaths = bench.start(queue(queue), new ReplaySettings(1_000, 2, 1, null, null, false));
        untilState(byDeaths, ReplayState.DONE);
        assertThat(bench.counts(byDeaths).in(ItemState.PUBLISHED)).isEqualTo(8);
    }

    @Test
    void too_many_failures_stop_a_replay() {
        bench.die(60, bench.in(queue));
        bench.run();
        Replay replay = bench.start(queue(queue), new ReplaySettings(20, 0, 1, 50, null, true));
        until(() -> bench.counts(replay).in(ItemState.PUBLISHED) >= 12);
        bench.items(replay, ItemState.PUBLISHED).forEach(item -> bench.tell(replay, item, false));
        untilState(replay, ReplayState.STOPPED);
        assertThat(bench.look(replay).progress().why()).contains("more than 50 %");
        assertThat(bench.counts(replay).in(ItemState.PENDING)).isGreaterThan(0);
    }

    @Test
    void what_dies_again_is_linked_to_what_was_replayed_and_success_beats_a_failure_of_its_double() {
        List<Long> ids = bench.die(2, bench.in(queue));
        bench.run();
        Replay replay = bench.start(queue(queue), settings(100));
        untilState(replay, ReplayState.DONE);
        DeadLetter first = bench.letters.find(TenantScope.ALL, ids.get(0)).orElseThrow();
        long again = bench.die(List.of(diedIn(replay, first))).getFirst();
        bench.tell(replay, bench.items(replay).get(0), false);
        bench.tell(replay, bench.items(replay).get(1), false);
        bench.tell(replay, bench.items(replay).get(1), true);
        bench.tell(replay, bench.items(replay).get(1), false);

        assertThat(bench.letters
                        .find(TenantScope.ALL, again)
                        .orElseThrow()
                        .status()
                        .replayOf())
                .isEqualTo(first.id());
        assertThat(bench.items(replay))
                .extracting(ReplayItem::state, ReplayItem::failedAs)
                .containsExactly(tuple(ItemState.FAILED_AGAIN, again), tuple(ItemState.SUCCEEDED, null));
        assertThat(bench.replays.of(TenantScope.ALL, first.id()))
                .singleElement()
                .satisfies(part -> {
                    assertThat(part.by()).isEqualTo("alice");
                    assertThat(part.item().failedAs()).isEqualTo(again);
                });
    }

    private static NewLetter diedIn(Replay replay, DeadLetter letter) {
        NewLetter plain = SampleLetters.letter(
                new SampleLetters.Kind(
                        letter.job().queue(),
                        letter.job().type(),
                        letter.job().tenant(),
                        "java.io.IOException",
                        SampleLetters.START.plusSeconds(90)),
                letter.job().id(),
                "still");
        return new NewLetter(
                plain.naturalKey(), plain.job(), plain.death(), plain.fingerprint(), replay.id(), plain.content());
    }

    @Test
    void what_the_broker_has_no_place_for_is_returned_and_open_again() throws Exception {
        List<Long> ids = bench.die(2, bench.in(queue));
        Replay replay = bench.plan(queue(queue), settings(100));
        try (Channel channel = bench.connection.get().createChannel()) {
            channel.queueDelete(queue);
        }
        bench.run();
        bench.control.start(TenantScope.ALL, replay.id());
        untilState(replay, ReplayState.DONE);

        assertThat(bench.items(replay)).allSatisfy(item -> {
            assertThat(item.state()).isEqualTo(ItemState.RETURNED);
            assertThat(item.reason()).isEqualTo("unroutable");
        });
        assertThat(bench.stateOf(ids.getFirst())).isEqualTo(LetterState.OPEN);
    }

    @Test
    void while_the_broker_is_away_a_replay_waits_and_then_goes_on() throws Exception {
        if (dialect == Dialect.POSTGRESQL) {
            return; // the database has no part in it, and brokers start slowly
        }
        int count = 300;
        bench.die(count, bench.in(queue));
        bench.run();
        Replay replay = bench.start(queue(queue), settings(20));
        until(() -> bench.counts(replay).in(ItemState.PUBLISHED) > 5);
        broker.kill();
        try {
            until(() -> String.valueOf(bench.look(replay).progress().why()).startsWith("waiting for the broker"));
        } finally {
            broker.start();
        }
        bench.control.changeRate(TenantScope.ALL, replay.id(), 1_000);
        untilState(replay, ReplayState.DONE);

        assertThat(bench.counts(replay).in(ItemState.PUBLISHED)).isEqualTo(count);
        Set<String> jobs = new HashSet<>();
        bench.take(queue).forEach(message -> jobs.add(message.getProps().getMessageId()));
        assertThat(jobs).hasSize(count);
    }

    @Test
    void a_message_that_costs_the_connection_keeps_back_no_other() throws Exception {
        String deep = queue + "-deep";
        bench.declare(deep);
        StringBuilder value = new StringBuilder("56");
        for (int i = 0; i < 3_000; i++) {
            value.insert(0, "46" + HexFormat.of().toHexDigits(value.length() / 2 + 2) + "0161");
        }
        String table = HexFormat.of().toHexDigits(value.length() / 2 + 2) + "0161" + value;
        NewLetter plain = SampleLetters.letter(bench.in(deep));
        long unreadable = bench.die(List.of(new NewLetter(
                        plain.naturalKey(),
                        plain.job(),
                        plain.death(),
                        plain.fingerprint(),
                        null,
                        new LetterContent(
                                Envelope.read(HexFormat.of().parseHex("2000" + table)), new byte[] {'{', '}'}))))
                .getFirst();
        long other = bench.die(1, bench.in(queue)).getFirst();
        Replay replay = bench.plan(new Planner.Selection.Ids(List.of(unreadable, other)), settings(1_000));
        try (Channel channel = bench.connection.get().createChannel()) {
            channel.queueDelete(deep);
        }
        bench.run();
        bench.control.start(TenantScope.ALL, replay.id());
        untilState(replay, ReplayState.DONE);

        assertThat(bench.items(replay))
                .extracting(ReplayItem::state)
                .containsExactly(ItemState.RETURNED, ItemState.PUBLISHED);
        assertThat(bench.stateOf(unreadable)).isEqualTo(LetterState.OPEN);
    }

    @Test
    void a_queue_that_is_full_is_waited_for() throws Exception {
        String small = queue + "-small";
        try (Channel channel = bench.connection.get().createChannel()) {
            channel.queueDeclare(small, false, false, true, Map.of("x-max-length", 5, "x-overflow", "reject-publish"));
        }
        List<Long> ids = bench.die(20, bench.in(small));
        bench.run();
        Replay replay = bench.start(queue(small), settings(1_000));
        until(() -> String.valueOf(bench.look(replay).progress().why()).contains("refused"));
        assertThat(bench.stateOf(ids.getLast())).isEqualTo(LetterState.REPLAYING);
        List<GetResponse> published = new ArrayList<>();
        until(() -> {
            published.addAll(bench.take(small));
            return bench.state(replay) == ReplayState.DONE;
        });
        published.addAll(bench.take(small));

        assertThat(published).hasSize(20);
        assertThat(bench.counts(replay).in(ItemState.PUBLISHED)).isEqualTo(20);
    }

    @Test
    void an_edited_job_takes_the_place_of_a_dead_letter() throws Exception {
        long id = bench.die(1, bench.in(queue)).getFirst();
        String before =
                bench.letters.find(TenantScope.ALL, id).orElseThrow().job().id();
        bench.run();
        var payload = JsonNodeFactory.instance.objectNode().put("amount", new BigDecimal("1.10"));
        var accepted = (Edits.Result.Accepted)
                bench.edits().edit(TenantScope.ALL, new Edits.Proposal(id, payload, null), "alice", "typo");
        until(() -> bench.stateOf(id) == LetterState.RESOLVED);

        assertThat(bench.take(queue)).singleElement().satisfies(message -> {
            assertThat(message.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("{\"amount\":1.10}");
            assertThat(message.getProps().getMessageId()).isEqualTo(accepted.jobId());
            assertThat(message.getProps().getHeaders().get("penstock-meta-edited-from"))
                    .hasToString(before);
            assertThat(ReplayBench.replayId(message)).isEqualTo(accepted.replayId());
        });
        Replay replay = bench.replays.find(TenantScope.ALL, accepted.replayId()).orElseThrow();
        untilState(replay, ReplayState.DONE);
        bench.tell(replay, bench.items(replay).getFirst(), true);
        assertThat(bench.counts(replay).in(ItemState.SUCCEEDED)).isEqualTo(1);
        assertThat(bench.edits().edit(TenantScope.ALL, new Edits.Proposal(id, payload, null), "alice", "again"))
                .isEqualTo(new Edits.Result.NotOpen(LetterState.RESOLVED));
        assertThat(bench.count("SELECT COUNT(*) FROM letter_edit WHERE body IS NOT NULL"))
                .isZero();
    }

    @Test
    void of_two_who_edit_one_dead_letter_one_does() throws Exception {
        long id = bench.die(1, bench.in(queue)).getFirst();
        var payload = JsonNodeFactory.instance.objectNode();
        List<Edits.Result> results = IntStream.range(0, 2)
                .parallel()
                .mapToObj(i -> bench.edits().edit(TenantScope.ALL, new Edits.Proposal(id, payload, null), "a" + i, "r"))
                .toList();
        assertThat(results).hasAtLeastOneElementOfType(Edits.Result.Accepted.class);
        assertThat(results).hasAtLeastOneElementOfType(Edits.Result.NotOpen.class);
    }

    @Test
    void a_job_without_an_id_is_replayed_under_one_that_is_always_the_same() throws Exception {
        NewLetter plain = SampleLetters.letter(bench.in(queue));
        var job = new DeadLetter.Job("", queue, null, null, null, 1, 2);
        bench.die(List.of(new NewLetter(
                "0123-abc",
                job,
                plain.death(),
                plain.fingerprint(),
                null,
                new LetterContent(Envelope.of(new BasicProperties()), new byte[] {'{', '}'}))));
        bench.run();
        Replay replay = bench.start(queue(queue), settings(100));
        untilState(replay, ReplayState.DONE);

        assertThat(bench.take(queue))
                .singleElement()
                .satisfies(
                        message -> assertThat(message.getProps().getMessageId()).isEqualTo("unnamed-0123-abc"));
        bench.tell(replay, bench.items(replay).getFirst(), true);
        assertThat(bench.counts(replay).in(ItemState.SUCCEEDED)).isEqualTo(1);
    }
}
