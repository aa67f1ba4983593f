package io.penstock.internal.amqp;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A message that the broker did not confirm. Without stack trace: it is data that passes through futures. */
public final class PublishException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    public enum Kind {
        /** No queue for the message. Not stored. */
        UNROUTABLE,
        /** Refused by the broker, e.g. because the queue is full. Not stored. */
        NACKED,
        /** No confirm in time. Perhaps stored. */
        TIMED_OUT,
        /** Never sent, because the broker blocked publishing until the time was up. Not stored. */
        BLOCKED,
        /** Connection or channel lost. Perhaps stored, unless the message says otherwise. */
        CLOSED,
        /** Can never be sent, e.g. because its headers exceed a frame. Not stored. */
        INVALID
    }

    private final Kind kind;

    public PublishException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The publish failure that a future failed with, null if it failed with something else. */
    public static @Nullable PublishException in(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof PublishException publishing ? publishing : null;
    }
}
