package io.penstock.console.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterState;
import io.penstock.console.letter.LetterStates;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.redact.Redaction;
import io.penstock.console.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes another job of a dead letter, by hand, and has it published by a replay of one item. The dead letter belongs to that
 * replay from the moment in which the edited payload is in the database. Thread-safe.
 */
public final class Edits {
    private final Database database;
    private final Letters letters;
    private final LetterStates states = new LetterStates();
    private final Surroundings surroundings;
    private final Clock clock;

    /** Edits what is in this database. */
    public Edits(Database database, Surroundings surroundings, Clock clock) {
        this.database = database;
        this.letters = new Letters(database.jdbi());
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /**
     * What edits depend on.
     *
     * @param check        what payloads must be like
     * @param redaction    what differences do not show
     * @param destinations where jobs can go
     * @param largest      how large a payload may be, in bytes
     * @param byEvents     whether events tell how the job ends
     * @param wake         says that there is something to publish
     */
    public record Surroundings(
            PayloadCheck check,
            Redaction redaction,
            Destinations destinations,
            int largest,
            boolean byEvents,
            Runnable wake) {}

    /**
     * A job in place of a dead letter.
     *
     * @param deadLetterId which dead letter
     * @param payload      what the new job's payload is; what was hidden from whoever wrote it may stand there as it was
     *                     shown, and stays as it is
     * @param targetQueue  where it runs, null for where the old one did
     */
    public record Proposal(
            long deadLetterId, ObjectNode payload, @Nullable String targetQueue) {}

    /** What came of it. */
    public sealed interface Result {
        /**
         * It will be published.
         *
         * @param jobId    the new job
         * @param replayId the replay that publishes it
         * @param diff     what is another way, redacted
         * @param checked  whether a schema was known
         */
        record Accepted(String jobId, String replayId, JsonNode diff, boolean checked) implements Result {}

        /**
         * It would be published.
         *
         * @param queue   where to
         * @param diff    what is another way, redacted
         * @param checked whether a schema was known
         */
        record Possible(String queue, JsonNode diff, boolean checked) implements Result {}

        /** Something is in the way. */
        sealed interface Refused extends Result {}

        /** There is no such dead letter. */
        record Unknown() implements Refused {}

        /** It is not open. */
        record NotOpen(LetterState state) implements Refused {}

        /** Its payload does not fit, and where. */
        record Misfit(String field, String what) implements Refused {}

        /** There is no such queue. */
        record NoDestination(String queue) implements Refused {}
    }

    /**
     * Makes the job, unless something is in the way.
     *
     * @param by     who wants it
     * @param reason why
     */
    public Result edit(TenantScope scope, Proposal proposal, String by, String reason) {
        return switch (draft(scope, proposal)) {
            case EditDraft.Attempt.Unfit unfit -> unfit.why();
            case EditDraft.Attempt.Fit fit ->
                accept(new Replay.Origin(by, reason, clock.instant(), scope), fit.draft());
        };
    }

    /** Says what making the job would change, or what is in the way; changes nothing. */
    public Result check(TenantScope scope, Proposal proposal) {
        return switch (draft(scope, proposal)) {
            case EditDraft.Attempt.Unfit unfit -> unfit.why();
            case EditDraft.Attempt.Fit fit ->
                new Result.Possible(
                        fit.draft().queue(),
                        fit.draft().change().diff(),
                        fit.draft().checked());
        };
    }

    private EditDraft.Attempt draft(TenantScope scope, Proposal proposal) {
        Optional<DeadLetter> found = letters.find(scope, proposal.deadLetterId());
        Optional<LetterContent> content = letters.content(scope, proposal.deadLetterId());
        if (found.isEmpty() || content.isEmpty()) {
            return new EditDraft.Attempt.Unfit(new Result.Unknown());
        }
        return EditDraft.of(found.get(), content.get(), proposal, surroundings);
    }

    private Result accept(Replay.Origin origin, EditDraft draft) {
        long id = draft.letter().id();
        String jobId = ReplayIds.editedJob();
        var replay = new Replay(
                ReplayIds.replay(),
                Replay.Kind.EDIT,
                origin,
                draft.settings(),
                new Replay.Progress(ReplayState.RUNNING, origin.at(), null, null),
                List.of());
        boolean ours = database.inTransaction(handle -> {
            boolean moved = !states.move(
                            handle, List.of(id), Set.of(LetterState.OPEN), LetterState.REPLAYING, origin.at())
                    .isEmpty();
            if (moved) {
                insert(handle, replay, jobId, draft);
            }
            return moved;
        });
        if (!ours) {
            return letters.find(origin.scope(), id)
                    .<Result>map(letter -> new Result.NotOpen(letter.status().state()))
                    .orElseGet(Result.Unknown::new);
        }
        // were this lost after the job is out, the dead letter would be open and could be edited once more
        database.makeDurable();
        surroundings.wake().run();
        return new Result.Accepted(jobId, replay.id(), draft.change().diff(), draft.checked());
    }

    private static void insert(Handle handle, Replay replay, String jobId, EditDraft draft) {
        DeadLetter letter = draft.letter();
        String queue = draft.queue();
        Planner.insert(handle, replay);
        handle.createUpdate("UPDATE replay SET started_at = created_at, reserved_to = :all WHERE id = :id")
                .bind("all", Long.MAX_VALUE)
                .bind("id", replay.id())
                .execute();
        handle.createUpdate("INSERT INTO replay_item (replay_id, dead_letter_id, job_id, job_key, queue, bytes, state)"
                        + " VALUES (:replay, :letter, :job, :key, :queue, :bytes, 'pending')")
                .bind("replay", replay.id())
                .bind("letter", letter.id())
                .bind("job", jobId)
                .bind("key", JobKey.of(queue, letter.job().tenant(), jobId))
                .bind("queue", queue)
                .bind("bytes", draft.change().body().length)
                .execute();
        handle.createUpdate("INSERT INTO letter_edit (replay_id, dead_letter_id, job_id, before_sha256, after_sha256,"
                        + " diff, body) VALUES (:replay, :letter, :job, :before, :after, :diff, :body)")
                .bind("replay", replay.id())
                .bind("letter", letter.id())
                .bind("job", jobId)
                .bind("before", draft.change().beforeSha256())
                .bind("after", draft.change().afterSha256())
                .bind("diff", draft.change().diff().toString())
                .bind("body", draft.change().body())
                .execute();
    }
}
