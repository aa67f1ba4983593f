package io.penstock.client;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.client.EnqueueException.Reason;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.DelayLadder;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a delayed job will arrive. Publishing to an exchange that does not exist would close the channel and take other
 * jobs' confirms with it, and a queue that does not exist would be noticed only when the job is due: so the first delayed
 * job of each queue looks before it leaps. Thread-safe; never blocks.
 */
final class DelayedRoutes {
    private static final Executor LOOKING =
            task -> Thread.ofVirtual().name("look-for-queue").start(task);

    private final BrokerConnection connection;
    private final ConcurrentHashMap<String, CompletableFuture<Void>> looks = new ConcurrentHashMap<>();

    DelayedRoutes(BrokerConnection connection) {
        this.connection = connection;
    }

    /** Completes if the delay ladder and the queue exist; fails with {@link EnqueueException}. */
    CompletableFuture<Void> to(String queue) {
        return looks.compute(
                        queue, (name, last) -> last == null || last.isCompletedExceptionally() ? start(name) : last)
                .copy();
    }

    private CompletableFuture<Void> start(String queue) {
        return CompletableFuture.runAsync(() -> look(queue), LOOKING);
    }

    /** Something was lost: look again next time. */
    void forget() {
        looks.values().removeIf(CompletableFuture::isDone);
    }

    private void look(String queue) {
        Channel channel = null;
        try {
            channel = connection.get().createChannel();
            if (channel == null) {
                throw new IOException("the connection has no channel left");
            }
            channel.exchangeDeclarePassive(DelayLadder.DELIVER);
            channel.queueDeclarePassive(queue);
        } catch (IOException | ShutdownSignalException e) {
            throw explain(e);
        } finally {
            close(channel);
        }
    }

    private static EnqueueException explain(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof ShutdownSignalException signal
                && signal.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.NOT_FOUND) {
            return new EnqueueException(
                    Reason.UNROUTABLE,
                    "a delayed job needs the delay queues and its own, which are declared by workers: start one, or check"
                            + " the name (" + close.getReplyText() + ")");
        }
        return new EnqueueException(Reason.CLOSED, "not connected: " + failure.getMessage());
    }

    private static void close(@Nullable Channel channel) {
        try {
            if (channel != null && channel.isOpen()) {
                channel.close();
            }
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            // it goes with its connection
        }
    }
}
