package io.penstock.internal.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.internal.amqp.PublishException.Kind;
import io.penstock.internal.amqp.Publisher.Pending;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One confirm channel and the messages on it that the broker has not answered for.
 *
 * <p>{@link #send} is called by the publisher's owner thread alone; answers arrive on the client's threads.
 */
final class ConfirmWindow {
    private final Channel channel;
    private final ConcurrentSkipListMap<Long, Pending> unconfirmed = new ConcurrentSkipListMap<>();

    ConfirmWindow(Channel channel) {
        this.channel = channel;
        channel.addConfirmListener(this::confirmed, this::refused);
        channel.addReturnListener(this::returned);
        channel.addShutdownListener(this::lost);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    int size() {
        return unconfirmed.size();
    }

    void send(Pending pending) {
        Message message = pending.message;
        String flaw = flawOf(message);
        if (flaw != null) {
            pending.fail(Kind.INVALID, "cannot be sent: " + flaw);
            return;
        }
        long sequence = channel.getNextPublishSeqNo();
        unconfirmed.put(sequence, pending);
        try {
            channel.basicPublish(message.exchange(), message.routingKey(), true, message.properties(), message.body());
        } catch (IllegalArgumentException e) {
            // the client has counted it all the same: its numbers and the broker's differ from here on
            unconfirmed.remove(sequence);
            pending.fail(Kind.INVALID, "cannot be sent: " + e.getMessage());
            close();
        } catch (AlreadyClosedException e) {
            unconfirmed.remove(sequence);
            pending.fail(Kind.CLOSED, "the channel was closed before the message was sent: " + describe(e));
        } catch (IOException e) {
            unconfirmed.remove(sequence);
            pending.fail(Kind.CLOSED, "the connection was lost while the message was sent: " + e.getMessage());
        }
        if (!channel.isOpen()) {
            lost(channel.getCloseReason());
        }
    }

    /**
     * Why the client would refuse the message: too large for a frame, or a header of a type that AMQP does not have. Asked
     * before the message gets a number, so that the others on this channel do not suffer.
     */
    private @Nullable String flawOf(Message message) {
        try {
            int size = message.properties()
                    .toFrame(channel.getChannelNumber(), message.body().length)
                    .size();
            int limit = channel.getConnection().getFrameMax();
            return limit > 0 && size > limit
                    ? "properties and headers: expected at most " + limit + " bytes, got " + size
                    : null;
        } catch (IllegalArgumentException | IOException e) {
            return e.getMessage();
        }
    }

    private void confirmed(long sequence, boolean multiple) {
        answered(sequence, multiple, pending -> {
            if (pending.returned) {
                pending.fail(
                        Kind.UNROUTABLE,
                        "no queue for exchange \"" + pending.message.exchange() + "\" and routing key \""
                                + pending.message.routingKey() + "\"; the message was not stored");
            } else {
                pending.complete(null);
            }
        });
    }

    private void refused(long sequence, boolean multiple) {
        answered(
                sequence,
                multiple,
                pending -> pending.fail(
                        Kind.NACKED, "RabbitMQ refused the message (queue full, or not available); it was not stored"));
    }

    private void answered(long sequence, boolean multiple, java.util.function.Consumer<Pending> answer) {
        if (!multiple) {
            Pending pending = unconfirmed.remove(sequence);
            if (pending != null) {
                answer.accept(pending);
            }
            return;
        }
        var head = unconfirmed.headMap(sequence, true);
        for (var first = head.pollFirstEntry(); first != null; first = head.pollFirstEntry()) {
            answer.accept(first.getValue());
        }
    }

    /** The broker returns a message before it confirms it, and returns messages in the order of publishing. */
    private void returned(Return returned) {
        unconfirmed.values().stream()
                .filter(pending -> !pending.returned && isSame(pending.message, returned))
                .findFirst()
                .ifPresent(pending -> pending.returned = true);
    }

    private static boolean isSame(Message message, Return returned) {
        return message.exchange().equals(returned.getExchange())
                && message.routingKey().equals(returned.getRoutingKey())
                && Objects.equals(
                        message.properties().getMessageId(),
                        returned.getProperties().getMessageId())
                && Arrays.equals(message.body(), returned.getBody());
    }

    private void lost(@Nullable ShutdownSignalException cause) {
        failAll(
                Kind.CLOSED,
                "the channel was closed before the broker answered (" + describe(cause)
                        + "); the message may have been stored");
    }

    private static String describe(@Nullable ShutdownSignalException cause) {
        return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
    }

    /** Fails what has waited too long. Its confirm, should it still come, is ignored. */
    void expire(long nowNanos, @Nullable String blocked) {
        unconfirmed.values().removeIf(pending -> {
            if (!pending.isConfirmedTooLate(nowNanos)) {
                return false;
            }
            pending.fail(
                    Kind.TIMED_OUT,
                    "no confirm from RabbitMQ in time" + (blocked == null ? "" : ", it blocks publishing: " + blocked)
                            + "; the message may have been stored");
            return true;
        });
    }

    void failAll(Kind kind, String reason) {
        for (var first = unconfirmed.pollFirstEntry(); first != null; first = unconfirmed.pollFirstEntry()) {
            first.getValue().fail(kind, reason);
        }
    }

    void close() {
        try {
            channel.abort();
        } catch (IOException e) {
            // it is closed then, which is what was wanted
        }
    }
}
