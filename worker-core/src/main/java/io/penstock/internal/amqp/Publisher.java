package io.penstock.internal.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.internal.amqp.PublishException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes with confirms. A future completes only when the broker has taken responsibility for the message.
 *
 * <p>One owner thread per publisher writes to the channel, so that sequence numbers are never shared and a caller is
 * never held up by a socket that the broker has stopped reading; time-outs are watched by a second thread for the same
 * reason. {@link #publish} may be called from any thread and does not block.
 */
public final class Publisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final long TICK_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final BrokerConnection connection;
    private final LinkedBlockingDeque<Pending> unsent = new LinkedBlockingDeque<>();
    private final Thread owner;
    private final Thread watch;
    private volatile @Nullable ConfirmWindow window;
    private volatile String lastFailure = "not connected yet";
    private long pauseMillis = TICK_MILLIS;
    private volatile boolean closing;

    /** One message on its way; completed exactly once. */
    static final class Pending extends CompletableFuture<Void> {
        final Message message;
        final long sendDeadlineNanos;
        final long confirmDeadlineNanos;
        volatile boolean returned;

        Pending(Message message, Duration toSend, Duration toConfirm) {
            this.message = message;
            long now = System.nanoTime();
            this.sendDeadlineNanos = now + toSend.toNanos();
            this.confirmDeadlineNanos = now + toConfirm.toNanos();
        }

        boolean isSentTooLate(long nowNanos) {
            return nowNanos - sendDeadlineNanos > 0;
        }

        boolean isConfirmedTooLate(long nowNanos) {
            return nowNanos - confirmDeadlineNanos > 0;
        }

        void fail(Kind kind, String reason) {
            completeExceptionally(new PublishException(kind, reason));
        }
    }

    public Publisher(BrokerConnection connection, String name) {
        this.connection = connection;
        this.owner = Thread.ofPlatform().daemon().name("publisher-" + name).start(this::run);
        this.watch = Thread.ofPlatform()
                .daemon()
                .name("publisher-" + name + "-watch")
                .start(this::watch);
    }

    /**
     * Publishes a message, mandatory and confirmed.
     *
     * @param timeout how long to wait for connection, unblocking and confirm together
     * @return completes on confirm; fails with {@link PublishException}
     */
    public CompletableFuture<Void> publish(Message message, Duration timeout) {
        return publish(message, timeout, timeout);
    }

    /**
     * Publishes a message that must not be stored twice: what was sent is waited for as long as its channel lives, as the
     * broker will answer; only what was not sent in time fails for that.
     *
     * @param toSend how long to wait for connection and unblocking
     * @return completes on confirm; fails with {@link PublishException}
     */
    public CompletableFuture<Void> publishOnce(Message message, Duration toSend) {
        return publish(message, toSend, FOR_EVER);
    }

    /** Like {@link #publishOnce}, with all the time in the world. */
    public CompletableFuture<Void> publishOnce(Message message) {
        return publish(message, FOR_EVER, FOR_EVER);
    }

    private CompletableFuture<Void> publish(Message message, Duration toSend, Duration toConfirm) {
        Pending pending = new Pending(message, toSend, toConfirm);
        unsent.add(pending);
        if (closing) {
            failAll(Kind.CLOSED, "the publisher is closed");
        }
        return pending;
    }

    private void run() {
        try {
            while (!closing) {
                Pending first = unsent.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    sendSafely(first);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            failAll(Kind.CLOSED, "the publisher was closed");
        }
    }

    /** One message that the client cannot stand must not end the thread that sends all others. */
    private void sendSafely(Pending first) throws InterruptedException {
        try {
            sendFrom(first);
        } catch (RuntimeException e) {
            log.error("sending to RabbitMQ failed in an unforeseen way; the message is given up, others go on", e);
            first.fail(Kind.CLOSED, "could not be sent: " + e);
        }
    }

    /** Sends as long as the broker listens. What cannot be sent stays in the queue, where the watch sees its deadline. */
    private void sendFrom(Pending first) throws InterruptedException {
        ConfirmWindow open = usableWindow();
        if (open == null) {
            unsent.addFirst(first);
            Thread.sleep(pauseMillis);
            return;
        }
        Pending next = first;
        while (next != null) {
            if (!next.isDone()) {
                open.send(next);
            }
            next = open.isOpen() && connection.blockedReason() == null ? unsent.poll() : null;
        }
    }

    private @Nullable ConfirmWindow usableWindow() {
        if (connection.blockedReason() != null) {
            return null;
        }
        ConfirmWindow current = window;
        if (current != null && current.isOpen()) {
            return current;
        }
        boolean reopened = reopen();
        pauseMillis = reopened ? TICK_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        return reopened ? window : null;
    }

    private boolean reopen() {
        try {
            Channel channel = connection.get().createChannel();
            if (channel == null) {
                throw new IOException("the connection has no channel left");
            }
            channel.confirmSelect();
            window = new ConfirmWindow(channel);
            return true;
        } catch (IOException | ShutdownSignalException e) {
            lastFailure =
                    Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            log.debug("cannot publish yet: {}", lastFailure);
            return false;
        }
    }

    private void expireUnsent(Pending pending) {
        String blocked = connection.blockedReason();
        if (blocked != null) {
            pending.fail(Kind.BLOCKED, "RabbitMQ blocks publishing (" + blocked + "); the message was not sent");
        } else if (connection.isOpen()) {
            pending.fail(Kind.TIMED_OUT, "no time left before the message could be sent; it was not sent");
        } else {
            pending.fail(Kind.CLOSED, "not connected (" + lastFailure + "); the message was not sent");
        }
    }

    private void watch() {
        while (!closing) {
            long now = System.nanoTime();
            unsent.removeIf(pending -> {
                if (pending.isSentTooLate(now)) {
                    expireUnsent(pending);
                }
                return pending.isDone();
            });
            ConfirmWindow current = window;
            if (current != null) {
                current.expire(now, connection.blockedReason());
            }
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void failAll(Kind kind, String reason) {
        for (Pending pending = unsent.poll(); pending != null; pending = unsent.poll()) {
            pending.fail(kind, reason);
        }
        ConfirmWindow current = window;
        if (current != null) {
            current.failAll(kind, reason + "; the message was sent and may have been stored");
        }
    }

    /** True once {@link #close} was called; nothing is published any more then. */
    public boolean isClosed() {
        return closing;
    }

    /** Messages sent and not yet confirmed, and messages not yet sent. */
    public int inFlight() {
        ConfirmWindow current = window;
        return unsent.size() + (current == null ? 0 : current.size());
    }

    /**
     * Fails what is not confirmed yet; callers that care wait for their futures first. The channel ends with its
     * connection, which is to be closed next: closing it here would wait for a broker that may not answer.
     */
    @Override
    public void close() {
        closing = true;
        owner.interrupt();
        watch.interrupt();
        failAll(Kind.CLOSED, "the publisher was closed");
    }
}
