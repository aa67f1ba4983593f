package io.penstock.console.replay;

import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.Property;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import io.penstock.internal.amqp.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the messages that a replay publishes: dead letters as they came, or what somebody made of one. Thread-safe. */
final class Outgoing {
    /** Carried through to events and dead letters, as everything of this prefix is. */
    private static final String EDITED_FROM = Headers.META + "edited-from";

    private static final int LONGEST_ID = 128;

    private final Database database;
    private final Turns turns;
    private final Letters letters;

    Outgoing(Database database, Turns turns) {
        this.database = database;
        this.turns = turns;
        this.letters = new Letters(database.jdbi());
    }

    /** By dead letter; those that are not there any more are missing. */
    Map<Long, LetterContent> of(String replayId, Replay.Kind kind, List<Long> deadLetterIds) {
        return turns.take(() -> find(replayId, kind, deadLetterIds));
    }

    private Map<Long, LetterContent> find(String replayId, Replay.Kind kind, List<Long> deadLetterIds) {
        Map<Long, LetterContent> originals = letters.contents(TenantScope.ALL, deadLetterIds);
        return switch (kind) {
            case REPLAY -> originals;
            case EDIT -> edited(replayId, originals);
        };
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Edited(long deadLetterId, String jobId, byte[] body) {}

    private Map<Long, LetterContent> edited(String replayId, Map<Long, LetterContent> originals) {
        Map<Long, LetterContent> contents = new HashMap<>();
        database.jdbi()
                .useHandle(handle -> handle.createQuery("SELECT dead_letter_id, job_id, body FROM letter_edit"
                                + " WHERE replay_id = :id AND body IS NOT NULL")
                        .bind("id", replayId)
                        .map((row, context) -> new Edited(
                                row.getLong("dead_letter_id"), row.getString("job_id"), row.getBytes("body")))
                        .forEach(edit -> {
                            LetterContent original = originals.get(edit.deadLetterId());
                            if (original != null) {
                                contents.put(edit.deadLetterId(), of(original, edit));
                            }
                        }));
        return contents;
    }

    private static LetterContent of(LetterContent original, Edited edit) {
        Envelope envelope = original.envelope().with(Property.MESSAGE_ID, edit.jobId());
        String before = original.envelope().text(Property.MESSAGE_ID);
        if (before != null && !before.isEmpty()) {
            envelope = envelope.withHeader(
                    EDITED_FROM, before.length() <= LONGEST_ID ? before : before.substring(0, LONGEST_ID));
        }
        return new LetterContent(envelope, edit.body());
    }
}
