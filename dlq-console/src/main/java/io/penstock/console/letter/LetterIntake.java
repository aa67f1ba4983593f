package io.penstock.console.letter;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Takes new dead letters into the database. Thread-safe. */
public final class LetterIntake {
    private static final String INSERT = """
            INSERT INTO dead_letter (natural_key, job_id, queue, type, tenant, user_id, attempt, reason, error_class,
                error_message, worker, replay_id, fingerprint, state, died_at, collected_at, body_size)
            VALUES (:key, :job, :queue, :type, :tenant, :user, :attempt, :reason, :errorClass,
                :errorMessage, :worker, :replay, :fingerprint, 'open', :diedAt, :collectedAt, :bytes)""";

    private final Clock clock;

    /** Dates what it takes in by this clock. */
    public LetterIntake(Clock clock) {
        this.clock = clock;
    }

    /**
     * A dead letter that was not there before.
     *
     * @param id     its number
     * @param letter what it is
     */
    public record Added(long id, NewLetter letter) {}

    /**
     * Adds those that are not there yet, in the caller's transaction. When another transaction adds one of them at the
     * same time, one of both fails with a unique violation and is to be run again.
     *
     * @return those that were not there, in the order given
     */
    public List<Added> add(Handle handle, List<NewLetter> letters) {
        Map<String, NewLetter> fresh = new LinkedHashMap<>();
        letters.forEach(letter -> fresh.putIfAbsent(letter.naturalKey(), letter));
        ids(handle, fresh.keySet()).keySet().forEach(fresh::remove);
        if (fresh.isEmpty()) {
            return List.of();
        }
        insert(handle, fresh);
        Map<String, Long> ids = ids(handle, fresh.keySet());
        List<Added> added = new ArrayList<>();
        fresh.forEach((key, letter) -> added.add(new Added(Objects.requireNonNull(ids.get(key)), letter)));
        insertContent(handle, added);
        Groups.meet(handle, fresh.values());
        Tallies.count(handle, fresh.values().stream().map(LetterIntake::arrival).toList());
        return added;
    }

    private static Tallies.Change arrival(NewLetter letter) {
        return new Tallies.Change(
                letter.job().tenant(),
                letter.fingerprint().word(),
                letter.death().at().truncatedTo(ChronoUnit.MILLIS),
                null,
                LetterState.OPEN);
    }

    private static Map<String, Long> ids(Handle handle, Set<String> keys) {
        Map<String, Long> ids = new HashMap<>();
        handle.createQuery("SELECT natural_key, id FROM dead_letter WHERE natural_key = ANY(:keys)")
                .bindArray("keys", String.class, List.copyOf(keys))
                .map((row, context) -> Map.entry(row.getString("natural_key"), row.getLong("id")))
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue()));
        return ids;
    }

    private void insert(Handle handle, Map<String, NewLetter> letters) {
        var collectedAt = Rows.time(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        PreparedBatch batch = handle.prepareBatch(INSERT);
        letters.forEach((key, letter) -> batch.bind("key", key)
                .bind("job", letter.job().id())
                .bind("queue", letter.job().queue())
                .bind("type", letter.job().type())
                .bind("tenant", letter.job().tenant())
                .bind("user", letter.job().user())
                .bind("attempt", letter.job().attempt())
                .bind("reason", letter.death().reason())
                .bind("errorClass", letter.death().errorClass())
                .bind("errorMessage", letter.death().errorMessage())
                .bind("worker", letter.death().worker())
                .bind("replay", letter.replayId())
                .bind("fingerprint", letter.fingerprint().word())
                .bind("diedAt", Rows.time(letter.death().at().truncatedTo(ChronoUnit.MILLIS)))
                .bind("collectedAt", collectedAt)
                .bind("bytes", letter.content().body().length)
                .add());
        batch.execute();
    }

    private static void insertContent(Handle handle, List<Added> added) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO letter_content (dead_letter_id, properties, body) VALUES (:id, :properties, :body)");
        for (Added each : added) {
            LetterContent content = each.letter().content();
            batch.bind("id", each.id())
                    .bind("properties", content.envelope().wire())
                    .bind("body", content.body())
                    .add();
        }
        batch.execute();
    }
}
