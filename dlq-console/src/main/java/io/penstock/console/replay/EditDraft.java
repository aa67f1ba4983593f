package io.penstock.console.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterState;
import io.penstock.internal.job.Json;
import org.jspecify.annotations.Nullable;

/**
 * An edited job that can be published.
 *
 * @param letter   what it replaces
 * @param settings how it is published
 * @param change   what is another way
 * @param checked  whether a schema was known
 */
record EditDraft(DeadLetter letter, ReplaySettings settings, Change change, boolean checked) {

    /** Whether an edit can be published. */
    sealed interface Attempt {
        /** It can. */
        record Fit(EditDraft draft) implements Attempt {}

        /** It cannot. */
        record Unfit(Edits.Result.Refused why) implements Attempt {}
    }

    /** Checks what somebody wants against everything that may be in the way. */
    static Attempt of(
            DeadLetter letter, LetterContent content, Edits.Proposal proposal, Edits.Surroundings surroundings) {
        if (letter.status().state() != LetterState.OPEN) {
            return new Attempt.Unfit(new Edits.Result.NotOpen(letter.status().state()));
        }
        JsonNode seen = Change.seen(content.body(), surroundings.redaction());
        ObjectNode payload;
        try {
            payload = HiddenValues.restore(proposal.payload(), seen, Change.read(content.body()));
        } catch (HiddenValues.Misplaced e) {
            return new Attempt.Unfit(new Edits.Result.Misfit(e.field(), e.what()));
        }
        byte[] body = bytes(payload);
        ReplaySettings settings = ReplaySettings.ofOne(proposal.targetQueue(), surroundings.byEvents());
        String queue = settings.destination(letter.job().queue());
        PayloadCheck.Verdict verdict =
                surroundings.check().check(queue, letter.job().type(), payload);
        Edits.Result.Refused why = refusal(verdict, queue, body, surroundings);
        if (why != null) {
            return new Attempt.Unfit(why);
        }
        Change change = Change.of(content.body(), seen, proposal.payload(), body, surroundings.redaction());
        return new Attempt.Fit(new EditDraft(letter, settings, change, verdict instanceof PayloadCheck.Verdict.Fits));
    }

    private static Edits.Result.@Nullable Refused refusal(
            PayloadCheck.Verdict verdict, String queue, byte[] body, Edits.Surroundings surroundings) {
        if (verdict instanceof PayloadCheck.Verdict.Misfit misfit) {
            return new Edits.Result.Misfit(misfit.field(), misfit.what());
        }
        if (body.length > surroundings.largest()) {
            return new Edits.Result.Misfit("", "expected at most " + surroundings.largest() + " bytes");
        }
        return surroundings.destinations().of(queue) == Destinations.Status.GONE
                ? new Edits.Result.NoDestination(queue)
                : null;
    }

    /** Where it runs. */
    String queue() {
        return settings.destination(letter.job().queue());
    }

    private static byte[] bytes(ObjectNode payload) {
        try {
            return Json.EVENTS.writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that cannot be written", e);
        }
    }
}
