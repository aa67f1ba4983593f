package io.penstock.console.collect;

import io.penstock.console.letter.AmqpValue;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.Fingerprint;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.Property;
import io.penstock.console.letter.Texts;
import io.penstock.internal.amqp.Headers;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a message in a dead-letter queue says about itself, however little or odd that is. Never fails. Thread-safe. */
public final class DeliveryReader {
    private static final int LONGEST_MESSAGE = 1_024;
    private static final int LONGEST_CLASS = 500;
    private static final int LONGEST_REASON = 64;

    private final UnaryOperator<String> mask;

    /** @param mask takes out of an error message what must not be seen or searched */
    public DeliveryReader(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /**
     * Reads a message.
     *
     * @param queue      the queue whose dead letters it was among; what the message itself says of that anybody may have
     *                   written
     * @param content    the message
     * @param receivedAt when it came, which counts as its death if it does not say
     */
    public NewLetter read(String queue, LetterContent content, Instant receivedAt) {
        Map<String, AmqpValue> headers = content.envelope().headers();
        Cause cause = Cause.of(headers);
        String id = absentAsEmpty(content.envelope().text(Property.MESSAGE_ID));
        String named = absentAsEmpty(content.envelope().text(Property.TYPE));
        String type = named.isEmpty() ? absentAsEmpty(text(headers, Headers.TYPE)) : named;
        String replayId = text(headers, Headers.REPLAY_ID);
        var job = new DeadLetter.Job(
                Texts.cut(id),
                queue,
                type.isEmpty() ? null : Texts.cut(type),
                cut(text(headers, Headers.TENANT)),
                cut(text(headers, Headers.USER)),
                attempt(headers),
                content.body().length);
        var death = new DeadLetter.Death(
                cause.at() == null ? receivedAt : cause.at(),
                Texts.cut(cause.reason(), LONGEST_REASON),
                cause.errorClass() == null ? null : Texts.cut(cause.errorClass(), LONGEST_CLASS),
                cause.message() == null ? null : Texts.cut(mask.apply(cause.message()), LONGEST_MESSAGE),
                cut(cause.worker()));
        String error = cause.errorClass() == null ? cause.reason() : cause.errorClass();
        return new NewLetter(
                NaturalKey.of(queue, id, cause, replayId, content.body()),
                job,
                death,
                Fingerprint.of(queue, type, error, cause.stack(), cause.message()),
                replayId == null ? null : Texts.cut(replayId, LONGEST_REASON),
                content);
    }

    private static String absentAsEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null ? null : Texts.cut(text);
    }

    private static int attempt(Map<String, AmqpValue> headers) {
        AmqpValue attempt = headers.get(Headers.ATTEMPT);
        return attempt != null && attempt.value() instanceof Long number ? Math.clamp(number, 1, Integer.MAX_VALUE) : 1;
    }

    /** The text of a header, null if it is absent or void. */
    static @Nullable String text(Map<String, AmqpValue> headers, String name) {
        AmqpValue value = headers.get(name);
        return value == null || value.value() == null ? null : value.text();
    }
}
