package io.penstock.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.replay.Edits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replays with another payload, which are a right of their own. Within the caller's tenants. */
public final class EditRoutes {
    private static final Rule EDITOR = new Rule.AtLeast(Role.EDITOR);
    private static final int BESIDES_THE_PAYLOAD = 64 * 1024;

    private final Edits edits;
    private final int largest;

    /** @param largest how large a payload may be, in bytes */
    public EditRoutes(Edits edits, int largest) {
        this.edits = edits;
        this.largest = largest;
    }

    /** A job to be. */
    public record EditedJob(
            JsonNode payload, String reason, @Nullable String targetQueue) {
        public EditedJob {
            checkPayload(payload);
            ReplayRequests.checkReason(reason);
            ReplayRequests.checkQueue(targetQueue);
        }

        /** Payloads hold secrets. */
        @Override
        public String toString() {
            return "EditedJob[reason=" + reason + ", targetQueue=" + targetQueue + "]";
        }
    }

    /** One that is missing is told of with what else is. */
    private static void checkPayload(@Nullable JsonNode payload) {
        if (payload != null && !payload.isObject()) {
            throw new IllegalArgumentException("payload: expected a JSON object");
        }
    }

    /** What an edited job would be. */
    public record EditedPayload(JsonNode payload, @Nullable String targetQueue) {
        public EditedPayload {
            checkPayload(payload);
            ReplayRequests.checkQueue(targetQueue);
        }

        /** Payloads hold secrets. */
        @Override
        public String toString() {
            return "EditedPayload[targetQueue=" + targetQueue + "]";
        }
    }

    /** A job that could be published; {@code diff} is redacted. */
    record EditPossible(String deadLetterId, String queue, JsonNode diff, boolean checkedAgainstSchema) {}

    /** A job that is about to be published; {@code diff} is redacted. */
    record EditAccepted(
            String jobId, String replayId, String deadLetterId, JsonNode diff, boolean checkedAgainstSchema) {}

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                LetterRoutes.post(
                        "/{id}/edit-and-replay",
                        EDITOR,
                        "dead_letters.edit",
                        Operation.of("Publish a job with another payload in a dead letter's place")
                                .with(Parameter.id("id", "The dead letter's id"))
                                .taking(EditedJob.class, largest + BESIDES_THE_PAYLOAD)
                                .giving(202, EditAccepted.class)
                                .failing(404, 409, 422),
                        this::edit),
                LetterRoutes.post(
                        "/{id}/edit-and-replay/check",
                        EDITOR,
                        "dead_letters.check_edit",
                        Operation.of("Check what editing would change, and change nothing")
                                .with(Parameter.id("id", "The dead letter's id"))
                                .taking(EditedPayload.class, largest + BESIDES_THE_PAYLOAD)
                                .giving(200, EditPossible.class)
                                .failing(404, 409, 422),
                        this::check));
    }

    private Answer edit(Call call) {
        EditedJob job = call.body(EditedJob.class);
        long id = call.id("id");
        call.act().on("dead_letter " + id).detail("reason", job.reason()).detail("target_queue", job.targetQueue());
        var proposal = new Edits.Proposal(id, (ObjectNode) job.payload(), job.targetQueue());
        return answer(
                call,
                id,
                edits.edit(LetterRoutes.scope(call), proposal, call.caller().name(), job.reason()));
    }

    private Answer check(Call call) {
        EditedPayload job = call.body(EditedPayload.class);
        long id = call.id("id");
        call.act().on("dead_letter " + id).detail("target_queue", job.targetQueue());
        var proposal = new Edits.Proposal(id, (ObjectNode) job.payload(), job.targetQueue());
        return answer(call, id, edits.check(LetterRoutes.scope(call), proposal));
    }

    private static Answer answer(Call call, long id, Edits.Result result) {
        return switch (result) {
            case Edits.Result.Accepted accepted -> accepted(call, id, accepted);
            case Edits.Result.Possible possible ->
                new Answer.Json(
                        200,
                        new EditPossible(Long.toString(id), possible.queue(), possible.diff(), possible.checked()));
            case Edits.Result.Unknown unknown ->
                throw new ProblemException(Problem.notFound("there is no dead letter with this id"));
            case Edits.Result.NotOpen not ->
                throw new ProblemException(Problem.conflict(
                        "the dead letter is " + not.state().word() + ", and only an open one can be edited"));
            case Edits.Result.Misfit misfit ->
                throw new ProblemException(
                        Problem.unacceptable(misfit.field(), "payload" + misfit.field() + ": " + misfit.what()));
            case Edits.Result.NoDestination none ->
                throw new ProblemException(
                        Problem.unacceptable("target_queue", "there is no queue " + none.queue() + " to publish to"));
        };
    }

    private static Answer accepted(Call call, long id, Edits.Result.Accepted accepted) {
        call.act()
                .detail("replay", accepted.replayId())
                .detail("job", accepted.jobId())
                .detail("diff", accepted.diff());
        return new Answer.Json(
                202,
                new EditAccepted(
                        accepted.jobId(), accepted.replayId(), Long.toString(id), accepted.diff(), accepted.checked()));
    }
}
