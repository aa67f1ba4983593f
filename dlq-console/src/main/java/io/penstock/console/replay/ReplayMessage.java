package io.penstock.console.replay;

import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.Property;
import io.penstock.internal.amqp.Headers;
import io.penstock.internal.amqp.Message;
import java.util.Set;

/**
 * Makes a job of a dead letter again: the same body and the same properties and headers to the last bit, but for what the
 * broker and the workers wrote about its death. Stateless.
 */
final class ReplayMessage {
    private static final int PERSISTENT = 2;

    /** Attempts and crashes begin anew. The time to live of a dead letter is over and does not count. */
    private static final Set<String> BEGIN_ANEW =
            Set.of(Headers.ATTEMPT, Headers.RETURNS, Headers.RETURNS_ALONE, Headers.EXPIRES_AT);

    private ReplayMessage() {}

    /**
     * The message to publish.
     *
     * @param content  the dead letter
     * @param replayId with which the ledger lets a job run once more, and only once
     * @param jobId    the id for a job that has none
     * @param queue    where to
     */
    static Message of(LetterContent content, String replayId, String jobId, String queue) {
        return Message.toQueue(
                queue, envelope(content.envelope(), replayId, jobId).toPublish(), content.body());
    }

    /** The broker compares a {@code user_id} with our own login, and {@code expiration} would end the job where it waits. */
    static Envelope envelope(Envelope dead, String replayId, String jobId) {
        Envelope envelope = dead.withoutHeaders(ReplayMessage::isOfItsDeath)
                .without(Property.USER_ID)
                .without(Property.EXPIRATION)
                .withDeliveryMode(PERSISTENT)
                .withHeader(Headers.REPLAY_ID, replayId);
        String id = envelope.text(Property.MESSAGE_ID);
        return id == null || id.isEmpty() ? envelope.with(Property.MESSAGE_ID, jobId) : envelope;
    }

    private static boolean isOfItsDeath(String header) {
        return !Headers.isCarriedOn(header)
                || header.startsWith("penstock-error-")
                || header.startsWith("penstock-dead-")
                || BEGIN_ANEW.contains(header);
    }
}
