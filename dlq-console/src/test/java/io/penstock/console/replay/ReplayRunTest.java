package io.penstock.console.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.console.letter.LetterIntake;
import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.SampleLetters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.replay.ScriptedBroker.Answer;
import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.console.store.Pauses;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One replay, step by step, with a broker that misbehaves on command. */
class ReplayRunTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int MOST_STEPS = 200;

    private final Database database =
            Database.open(new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "", 4));
    private final Letters letters = new Letters(database.jdbi());
    private final Replays replays = new Replays(database.jdbi());
    private final ReplayControl control = new ReplayControl(database, CLOCK, () -> {});
    private final Outcomes outcomes = new Outcomes(CLOCK);
    private final ScriptedBroker broker = new ScriptedBroker();
    private final Pauses noPauses = new Pauses();

    ReplayRunTest() {
        noPauses.end();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static final class Gone extends JdbiException {
        private static final long serialVersionUID = 1L;

        Gone() {
            super("the database is away");
        }
    }

    private long die(String queue) {
        return database.inTransaction(handle -> new LetterIntake(CLOCK)
                        .add(handle, List.of(SampleLetters.letter(SampleLetters.Kind.USUAL.in(queue)))))
                .getFirst()
                .id();
    }

    /** In the order of their queues. */
    private List<Long> dieIn(String... queues) {
        List<Long> ids = new ArrayList<>();
        for (String queue : queues) {
            ids.add(die(queue));
        }
        return ids;
    }

    private Replay start(List<Long> ids, int rate) {
        return start(ids, new ReplaySettings(rate, 0, 60, null, null, true));
    }

    private Replay start(List<Long> ids, ReplaySettings settings) {
        var planner = new Planner(database, queue -> Destinations.Status.READY, CLOCK);
        var planned = (Planner.Result.Planned)
                planner.plan(TenantScope.ALL, new Planner.Selection.Ids(ids), settings, "alice", "test");
        control.start(TenantScope.ALL, planned.replay().id());
        return planned.replay();
    }

    private ReplayRun run(Replay replay) {
        return run(replay, new Lease(database));
    }

    private ReplayRun run(Replay replay, Lease lease) {
        assertThat(lease.take(replay.id())).isTrue();
        return new ReplayRun(
                new ReplayWork(replay.id(), database, lease, new Turns(), CLOCK),
                broker,
                Replay.Kind.REPLAY,
                noPauses,
                CLOCK);
    }

    private static void stepUntil(ReplayRun run, BooleanSupplier condition) {
        for (int i = 0; i < MOST_STEPS && !condition.getAsBoolean(); i++) {
            assertThat(run.step()).isTrue();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static void toItsEnd(ReplayRun run) {
        int steps = 0;
        while (run.step()) {
            assertThat(steps++).isLessThan(MOST_STEPS);
        }
    }

    private ReplayState state(Replay replay) {
        return replays.find(TenantScope.ALL, replay.id())
                .orElseThrow()
                .progress()
                .state();
    }

    private ItemState item(Replay replay, long letter) {
        return replays.items(replay.id(), List.of(), letter - 1, 1).getFirst().state();
    }

    private LetterState letter(long id) {
        return letters.find(TenantScope.ALL, id).orElseThrow().status().state();
    }

    private String key(long letter) {
        var job = letters.find(TenantScope.ALL, letter).orElseThrow().job();
        return JobKey.of(job.queue(), job.tenant(), job.id());
    }

    private String why(Replay replay) {
        return String.valueOf(replays.find(TenantScope.ALL, replay.id())
                .orElseThrow()
                .progress()
                .why());
    }

    private void tell(Replay replay, long letter, boolean succeeded) {
        String key = key(letter);
        database.inTransaction(handle -> {
            outcomes.told(handle, List.of(new Outcomes.Outcome(replay.id(), key, succeeded, CLOCK.instant(), null)));
            return key;
        });
    }

    @Test
    void what_was_claimed_when_the_database_failed_is_published_before_a_cancelled_replay_ends() {
        List<Long> ids = dieIn("a", "a");
        Replay replay = start(ids, 10);
        ReplayRun run = run(replay);
        broker.next = () -> {
            throw new Gone();
        };
        assertThatThrownBy(() -> toItsEnd(run)).isInstanceOf(Gone.class);
        assertThat(item(replay, ids.get(0))).isEqualTo(ItemState.PUBLISHING);
        control.cancel(TenantScope.ALL, replay.id(), "bob");
        toItsEnd(run);

        assertThat(state(replay)).isEqualTo(ReplayState.CANCELLED);
        assertThat(broker.taken).containsExactly(ids.get(0));
        assertThat(ids).extracting(this::letter).containsExactly(LetterState.REPLAYED, LetterState.OPEN);
    }

    @Test
    void what_was_claimed_when_the_database_failed_is_published_before_a_replay_is_done() {
        List<Long> ids = dieIn("a");
        Replay replay = start(ids, 10);
        ReplayRun run = run(replay);
        broker.next = () -> {
            throw new Gone();
        };
        assertThatThrownBy(() -> toItsEnd(run)).isInstanceOf(Gone.class);
        toItsEnd(run);

        assertThat(state(replay)).isEqualTo(ReplayState.DONE);
        assertThat(broker.taken).containsExactlyElementsOf(ids);
    }

    @Test
    void a_replay_does_not_end_while_something_of_it_is_on_its_way() {
        List<Long> ids = dieIn("a");
        Replay replay = start(ids, 10);
        var lease = new Lease(database);
        broker.answers.put("a", Answer.IS_SILENT);
        ReplayRun run = run(replay, lease);
        stepUntil(run, () -> item(replay, ids.get(0)) == ItemState.PUBLISHING);

        var work = new ReplayWork(replay.id(), database, lease, new Turns(), CLOCK);
        assertThat(work.course().end(ReplayState.RUNNING, ReplayState.DONE)).isFalse();
        assertThat(state(replay)).isEqualTo(ReplayState.RUNNING);
    }

    @Test
    void a_cancelled_replay_gives_back_what_it_can_though_the_broker_does_not_answer_for_the_rest() {
        List<Long> ids = dieIn("a", "a", "a");
        Replay replay = start(ids, 10);
        ReplayRun run = run(replay);
        broker.answers.put("a", Answer.IS_SILENT);
        stepUntil(run, () -> item(replay, ids.get(0)) == ItemState.PUBLISHING);
        control.cancel(TenantScope.ALL, replay.id(), "bob");
        stepUntil(run, () -> letter(ids.get(2)) == LetterState.OPEN);
        stepUntil(
                run,
                () -> replays.find(TenantScope.ALL, replay.id())
                        .orElseThrow()
                        .progress()
                        .toString()
                        .contains("cancelled by bob; waiting for the broker: no answer"));
        assertThat(state(replay)).isEqualTo(ReplayState.CANCELLING);
        assertThat(letter(ids.get(0))).isEqualTo(LetterState.REPLAYING);

        broker.answers.clear();
        toItsEnd(run);
        assertThat(state(replay)).isEqualTo(ReplayState.CANCELLED);
        assertThat(letter(ids.get(0))).isEqualTo(LetterState.REPLAYED);
        assertThat(replays.find(TenantScope.ALL, replay.id())
                        .orElseThrow()
                        .progress()
                        .why())
                .isEqualTo("cancelled by bob");
    }

    @Test
    void a_paused_replay_leaves_what_is_on_its_way_to_whoever_resumes_or_cancels_it() {
        List<Long> ids = dieIn("a", "a");
        Replay replay = start(ids, 10);
        broker.answers.put("a", Answer.IS_SILENT);
        var lease = new Lease(database);
        ReplayRun run = run(replay, lease);
        stepUntil(run, () -> item(replay, ids.get(0)) == ItemState.PUBLISHING);
        control.pause(TenantScope.ALL, replay.id(), "bob");
        assertThat(run.step()).isFalse();
        lease.release(replay.id());
        assertThat(item(replay, ids.get(0))).isEqualTo(ItemState.PUBLISHING);

        control.cancel(TenantScope.ALL, replay.id(), "bob");
        broker.answers.clear();
        toItsEnd(run(replay));
        assertThat(state(replay)).isEqualTo(ReplayState.CANCELLED);
        assertThat(ids).extracting(this::letter).containsExactly(LetterState.REPLAYED, LetterState.OPEN);
    }

    @Test
    void one_that_a_full_queue_refuses_keeps_back_no_other() {
        List<Long> ids = dieIn("full", "free", "full", "free");
        Replay replay = start(ids, 20);
        ReplayRun run = run(replay);
        broker.answers.put("full", Answer.CUTS_OFF);
        broker.answers.put("free", Answer.CUTS_OFF);
        stepUntil(run, () -> item(replay, ids.get(1)) == ItemState.PUBLISHING);
        broker.answers.put("full", Answer.REFUSES);
        broker.answers.put("free", Answer.TAKES);
        stepUntil(run, () -> item(replay, ids.get(3)) == ItemState.PUBLISHED);

        assertThat(broker.taken).containsExactly(ids.get(1), ids.get(3));
        assertThat(item(replay, ids.get(0))).isEqualTo(ItemState.PUBLISHING);
        assertThat(item(replay, ids.get(2))).isEqualTo(ItemState.PENDING);
    }

    @Test
    void silence_is_no_reason_to_give_a_message_up() {
        List<Long> ids = dieIn("a");
        Replay replay = start(ids, 10);
        ReplayRun run = run(replay);
        broker.answers.put("a", Answer.IS_SILENT);
        stepUntil(run, () -> broker.asked.size() == 12);

        assertThat(item(replay, ids.get(0))).isEqualTo(ItemState.PUBLISHING);
    }

    @Test
    void one_that_was_given_up_and_has_an_outcome_all_the_same_was_published() {
        List<Long> ids = dieIn("deadly", "deadly", "deadly");
        Replay replay = start(ids, 30);
        ReplayRun run = run(replay);
        broker.answers.put("deadly", Answer.CUTS_OFF);
        toItsEnd(run);
        assertThat(broker.asked).hasSize(3 * 6);
        assertThat(ids).allSatisfy(id -> assertThat(item(replay, id)).isEqualTo(ItemState.RETURNED));
        assertThat(ids).allSatisfy(id -> assertThat(letter(id)).isEqualTo(LetterState.OPEN));

        tell(replay, ids.get(0), true);
        tell(replay, ids.get(1), false);
        assertThat(ids)
                .extracting(id -> item(replay, id))
                .containsExactly(ItemState.SUCCEEDED, ItemState.FAILED_AGAIN, ItemState.RETURNED);
        assertThat(ids)
                .extracting(this::letter)
                .containsExactly(LetterState.REPLAYED, LetterState.REPLAYED, LetterState.OPEN);
        assertThat(replays.items(replay.id(), List.of(ItemState.SUCCEEDED), 0, 1)
                        .getFirst()
                        .reason())
                .isNull();
    }

    @Test
    void a_process_that_comes_too_late_takes_no_dead_letter_from_another_replay() {
        List<Long> ids = dieIn("a");
        Replay replay = start(ids, 10);
        ReplayRun late = run(replay);
        broker.next = () -> {
            database.jdbi().useHandle(handle -> handle.execute("UPDATE replay SET owner = NULL"));
            broker.answers.put("a", Answer.HAS_NO_QUEUE);
            toItsEnd(run(replay));
            broker.answers.clear();
            Replay other = start(ids, 10);
            ReplayRun second = run(other);
            stepUntil(second, () -> letter(ids.get(0)) == LetterState.REPLAYING);
        };
        toItsEnd(late);

        assertThat(letter(ids.get(0))).isEqualTo(LetterState.REPLAYING);
        assertThat(item(replay, ids.get(0))).isEqualTo(ItemState.RETURNED);
    }

    @Test
    void a_canary_tells_of_jobs_that_failed_and_are_tried_again() {
        List<Long> ids = dieIn("a", "a", "a");
        Replay replay = start(ids, new ReplaySettings(10, 2, 60, null, null, true));
        ReplayRun run = run(replay);
        stepUntil(run, () -> why(replay).equals("waiting for the canary: 0 of 2 have an outcome"));
        database.inTransaction(handle -> {
            var retry = new Outcomes.Retry(replay.id(), key(ids.get(0)), CLOCK.instant());
            outcomes.retrying(handle, List.of(retry));
            return retry;
        });
        stepUntil(
                run,
                () -> why(replay)
                        .equals("waiting for the canary: 0 of 2 have an outcome; 1 failed and will be tried again"));
        tell(replay, ids.get(0), true);
        stepUntil(run, () -> why(replay).equals("waiting for the canary: 1 of 2 have an outcome"));
        tell(replay, ids.get(1), true);
        toItsEnd(run);
        assertThat(item(replay, ids.get(2))).isEqualTo(ItemState.PUBLISHED);
    }
}
