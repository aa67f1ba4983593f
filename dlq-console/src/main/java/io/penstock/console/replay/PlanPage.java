package io.penstock.console.replay;

import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.TenantScope;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes down which dead letters a plan is about, some hundreds at a time, and why some of them are ineligible. For one thread. */
final class PlanPage {
    private static final String INSERT = """
            INSERT INTO replay_item (replay_id, dead_letter_id, job_id, job_key, queue, bytes, state, reason, explanation)
            VALUES (:replay, :letter, :job, :key, :queue, :bytes, :state, :reason, :explanation)""";

    private final Replay replay;
    private final Destinations destinations;
    private final Map<String, Destinations.Status> queues = new TreeMap<>();
    private int added;

    PlanPage(Replay replay, Destinations destinations) {
        this.replay = replay;
        this.destinations = destinations;
    }

    TenantScope scope() {
        return replay.origin().scope();
    }

    int added() {
        return added;
    }

    void count(int more) {
        added += more;
    }

    /** Asks the broker about queues that are new here; not in a transaction, as it may take its time. */
    void look(List<DeadLetter> letters) {
        for (DeadLetter letter : letters) {
            queues.computeIfAbsent(destination(letter), destinations::of);
        }
    }

    private String destination(DeadLetter letter) {
        return replay.settings().destination(letter.job().queue());
    }

    private record Candidate(
            DeadLetter letter,
            String jobId,
            @Nullable String key,
            @Nullable Ineligible why) {}

    /** Adds these; returns how many they are. */
    int add(Handle handle, List<DeadLetter> letters) {
        List<Candidate> candidates = candidates(handle, letters);
        Set<String> taken = taken(handle, candidates);
        PreparedBatch batch = handle.prepareBatch(INSERT);
        for (Candidate each : candidates) {
            boolean doubled = each.key() != null && !taken.add(each.key());
            Ineligible why = doubled ? Ineligible.SAME_JOB : each.why();
            batch.bind("letter", each.letter().id())
                    .bind("job", each.jobId())
                    .bind("key", doubled ? null : each.key())
                    .bind("queue", destination(each.letter()))
                    .bind("bytes", each.letter().job().bytes());
            bind(batch, why).add();
        }
        batch.execute();
        return letters.size();
    }

    private PreparedBatch bind(PreparedBatch batch, @Nullable Ineligible why) {
        return batch.bind("replay", replay.id())
                .bind("state", (why == null ? ItemState.PENDING : ItemState.INELIGIBLE).column())
                .bind("reason", why == null ? null : why.word())
                .bind("explanation", why == null ? null : why.text());
    }

    private List<Candidate> candidates(Handle handle, List<DeadLetter> letters) {
        Map<Long, String> names = namesOfUnnamed(handle, letters);
        List<Candidate> candidates = new ArrayList<>();
        for (DeadLetter letter : letters) {
            String jobId = names.getOrDefault(letter.id(), letter.job().id());
            Ineligible why = Ineligible.by(letter.status().state());
            if (why == null && queues.get(destination(letter)) == Destinations.Status.GONE) {
                why = Ineligible.DESTINATION_GONE;
            }
            String key =
                    why == null ? JobKey.of(destination(letter), letter.job().tenant(), jobId) : null;
            candidates.add(new Candidate(letter, jobId, key, why));
        }
        return candidates;
    }

    /**
     * Ids for jobs that died without one. The worker would give one to each copy, and two copies, of which a crash is the
     * cause, would be two jobs; so they get one here that is always the same for the same dead letter.
     */
    private static Map<Long, String> namesOfUnnamed(Handle handle, List<DeadLetter> letters) {
        List<Long> unnamed = letters.stream()
                .filter(letter -> letter.job().id().isEmpty())
                .map(DeadLetter::id)
                .toList();
        Map<Long, String> names = new HashMap<>();
        if (!unnamed.isEmpty()) {
            handle.createQuery("SELECT id, natural_key FROM dead_letter WHERE id = ANY(:ids)")
                    .bindArray("ids", Long.class, unnamed)
                    .map((row, context) -> Map.entry(row.getLong("id"), "unnamed-" + row.getString("natural_key")))
                    .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
        }
        return names;
    }

    private Set<String> taken(Handle handle, List<Candidate> candidates) {
        List<String> keys = candidates.stream()
                .flatMap(each -> Stream.ofNullable(each.key()))
                .toList();
        return new HashSet<>(
                // a join looks up each; for job_key = ANY(:keys), H2 reads all items of the plan each time
                handle.createQuery("SELECT i.job_key FROM UNNEST(CAST(:keys AS VARCHAR ARRAY)) AS wanted (job_key)"
                                + " JOIN replay_item i ON i.replay_id = :replay AND i.job_key = wanted.job_key")
                        .bind("replay", replay.id())
                        .bindArray("keys", String.class, keys)
                        .mapTo(String.class)
                        .list());
    }

    /** Adds ids that no dead letter has, or none that this caller may know of; returns how many they are. */
    int addUnknown(Handle handle, Collection<Long> ids) {
        PreparedBatch batch = handle.prepareBatch(INSERT);
        for (long id : ids) {
            batch.bind("letter", id)
                    .bind("job", "")
                    .bindNull("key", Types.VARCHAR)
                    .bind("queue", "")
                    .bind("bytes", 0);
            bind(batch, Ineligible.UNKNOWN).add();
        }
        batch.execute();
        return ids.size();
    }

    /** What whoever plans should know before they start. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        queues.forEach((queue, status) -> {
            switch (status) {
                case NO_CONSUMERS ->
                    warnings.add("queue " + queue + " has no consumers: jobs will wait there until a worker comes");
                case GONE -> warnings.add("there is no queue " + queue + " any more");
                case UNKNOWN ->
                    warnings.add("whether queue " + queue + " is there is not known: the broker does not answer");
                case READY -> {}
            }
        });
        return warnings;
    }
}
