package io.penstock.console.replay;

import io.penstock.console.collect.ArrivalListener;
import io.penstock.console.letter.LetterIntake;
import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.LetterStates;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Puts down what has become of replayed jobs, whoever tells it and in whatever order: events, and dead letters that come in.
 * A job may have been published twice; if one of both succeeded, it has. One that was given up although a copy may be out,
 * {@code returned}, has been published if it has an outcome. Thread-safe.
 */
public final class Outcomes implements ArrivalListener {
    private static final String UPDATE = """
            UPDATE replay_item SET state = CASE WHEN state IN (%1$s) THEN '%2$s' ELSE state END,
                ended_at = CASE WHEN state IN (%1$s) THEN :at ELSE ended_at END,
                reason = CASE WHEN state IN (%1$s) THEN NULL ELSE reason END,
                explanation = CASE WHEN state IN (%1$s) THEN NULL ELSE explanation END,
                failed_as = COALESCE(failed_as, :failedAs)
            WHERE replay_id = :replay AND dead_letter_id = :letter""";
    private static final String UNKNOWN = "'publishing', 'published', 'returned'";
    private static final String SUCCEED = UPDATE.formatted(UNKNOWN + ", 'failed_again'", "succeeded");
    private static final String FAIL = UPDATE.formatted(UNKNOWN, "failed_again");

    /** Only canaries are waited for. */
    private static final String RETRY = """
            UPDATE replay_item SET retry_at = :at WHERE replay_id = :replay AND job_key = :key
                AND EXISTS (SELECT 1 FROM replay WHERE id = :replay AND canary > 0 AND NOT canary_over)""";

    private final LetterStates letters = new LetterStates();
    private final Clock clock;

    /** @param clock dates dead letters that come back */
    public Outcomes(Clock clock) {
        this.clock = clock;
    }

    /**
     * How a job ended.
     *
     * @param replayId  the replay that had sent it
     * @param key       which job
     * @param succeeded whether it completed
     * @param at        when
     * @param failedAs  the dead letter that it has become, null if it has not, or it is not known yet
     */
    record Outcome(
            String replayId,
            String key,
            boolean succeeded,
            Instant at,
            @Nullable Long failedAs) {}

    /**
     * A job that has failed and has not ended by that.
     *
     * @param replayId the replay that had sent it
     * @param key      which job
     * @param at       when it will be tried again
     */
    record Retry(String replayId, String key, Instant at) {}

    /** Puts these down, in the caller's transaction. */
    void retrying(Handle handle, List<Retry> retries) {
        PreparedBatch batch = handle.prepareBatch(RETRY);
        for (Retry each : retries) {
            batch.bind("replay", each.replayId())
                    .bind("key", each.key())
                    .bind("at", each.at())
                    .add();
        }
        execute(batch);
    }

    @Override
    public void arrived(Handle transaction, List<LetterIntake.Added> added) {
        List<Outcome> outcomes = new ArrayList<>();
        for (LetterIntake.Added each : added) {
            String replay = each.letter().replayId();
            if (replay != null && ReplayIds.isReplay(replay)) {
                var job = each.letter().job();
                String key = JobKey.of(job.queue(), job.tenant(), job.id());
                outcomes.add(new Outcome(replay, key, false, clock.instant(), each.id()));
            }
        }
        told(transaction, outcomes);
    }

    private record Found(String replayId, String key, long letter, String state, Replay.Kind kind) {
        String name() {
            return replayId + key;
        }
    }

    /** Puts these down, in the caller's transaction. Those of replays that are not ours, or not any more, do not matter. */
    void told(Handle handle, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        Map<String, Found> items = new HashMap<>();
        find(handle, outcomes).forEach(item -> items.put(item.name(), item));
        markPublished(handle, items.values(), ItemState.PUBLISHING, LetterState.REPLAYING);
        markPublished(handle, items.values(), ItemState.RETURNED, LetterState.OPEN);
        PreparedBatch succeeded = handle.prepareBatch(SUCCEED);
        PreparedBatch failed = handle.prepareBatch(FAIL);
        for (Outcome outcome : outcomes) {
            Found item = items.get(outcome.replayId() + outcome.key());
            if (item != null) {
                (outcome.succeeded() ? succeeded : failed)
                        .bind("replay", item.replayId())
                        .bind("letter", item.letter())
                        .bind("at", outcome.at())
                        .bind("failedAs", outcome.failedAs())
                        .add();
                if (outcome.failedAs() != null) {
                    letters.link(handle, outcome.failedAs(), item.letter());
                }
            }
        }
        execute(succeeded);
        execute(failed);
    }

    private static List<Found> find(Handle handle, List<Outcome> outcomes) {
        Set<String> replays = new HashSet<>();
        Set<String> keys = new HashSet<>();
        outcomes.forEach(outcome -> {
            replays.add(outcome.replayId());
            keys.add(outcome.key());
        });
        return handle.createQuery("SELECT i.replay_id, i.job_key, i.dead_letter_id, i.state AS item_state, r.kind"
                        + " FROM replay_item i JOIN replay r ON r.id = i.replay_id"
                        + " WHERE i.replay_id = ANY(:replays) AND i.job_key = ANY(:keys) ORDER BY i.dead_letter_id")
                .bindArray("replays", String.class, replays.toArray())
                .bindArray("keys", String.class, keys.toArray())
                .map((row, context) -> new Found(
                        row.getString("replay_id"),
                        row.getString("job_key"),
                        row.getLong("dead_letter_id"),
                        row.getString("item_state"),
                        ReplayRows.kind(row)))
                .list();
    }

    /**
     * Whatever has an outcome was published, even if whoever published it had no time to mark it.
     *
     * @param from what its dead letter is if nobody has done anything about it since
     */
    private void markPublished(Handle handle, Collection<Found> items, ItemState state, LetterState from) {
        for (Replay.Kind kind : Replay.Kind.values()) {
            List<Long> unmarked = items.stream()
                    .filter(item -> item.kind() == kind && item.state().equals(state.column()))
                    .map(Found::letter)
                    .sorted()
                    .toList();
            if (!unmarked.isEmpty()) {
                letters.move(handle, unmarked, Set.of(from), kind.afterwards(), clock.instant());
            }
        }
    }

    private static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
