package io.penstock.internal.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Declares exchanges, queues and bindings, with identical arguments on every broker version. Never deletes or purges.
 * Declaring again is harmless. Each method opens a channel of its own, as a conflict closes the channel. Thread-safe.
 */
public final class Topology {
    private static final int DELIVERY_LIMIT = 20;
    private static final int SUSPECTS_DELIVERY_LIMIT = 3;
    /** "Unlimited" that every version understands: -1 loses messages on 3.x, and 20 is the default since 4.0. */
    private static final int NO_DELIVERY_LIMIT = 1_000_000_000;

    private final BrokerConnection connection;

    public Topology(BrokerConnection connection) {
        this.connection = connection;
    }

    /** A step that may fail like any exchange with the broker. */
    private interface Declaration {
        void on(Channel channel) throws IOException;
    }

    /**
     * Everything that is not about one queue.
     *
     * @throws TopologyConflictException if something exists with other arguments
     * @throws IOException if the broker cannot be reached
     */
    public void declareShared() throws IOException {
        declare(channel -> {
            channel.exchangeDeclare(Names.JOBS, BuiltinExchangeType.DIRECT, true);
            channel.exchangeDeclare(Names.DEAD, BuiltinExchangeType.DIRECT, true);
            channel.exchangeDeclare(Names.FANOUT, BuiltinExchangeType.FANOUT, true);
            channel.exchangeDeclare(Names.UNROUTABLE, BuiltinExchangeType.FANOUT, true);
            queue(channel, Names.UNROUTABLE, parked());
            channel.queueBind(Names.UNROUTABLE, Names.UNROUTABLE, "");
            queue(channel, Names.SPOOL, parked());
            queue(channel, Names.DEAD_REPORTS, reports());
            declareLadder(channel);
        });
    }

    private static void declareLadder(Channel channel) throws IOException {
        channel.exchangeDeclare(
                DelayLadder.DELIVER,
                BuiltinExchangeType.TOPIC,
                true,
                false,
                Map.of("alternate-exchange", Names.UNROUTABLE));
        for (int n = 0; n < DelayLadder.RUNGS; n++) {
            String rung = DelayLadder.rung(n);
            String next = n == 0 ? DelayLadder.DELIVER : DelayLadder.rung(n - 1);
            channel.exchangeDeclare(rung, BuiltinExchangeType.TOPIC, true);
            Map<String, Object> arguments = deadLettered(next, NO_DELIVERY_LIMIT);
            arguments.put("x-message-ttl", Duration.ofSeconds(1L << n).toMillis());
            queue(channel, rung, arguments);
            channel.queueBind(rung, rung, DelayLadder.bindingKey(n, 1));
            channel.exchangeBind(next, rung, DelayLadder.bindingKey(n, 0));
        }
    }

    /**
     * One job queue with its quarantine lane, its dead-letter queue and its place at the end of the delay ladder.
     *
     * @param timeToLive how long a job may wait in it, null for ever
     * @throws TopologyConflictException if something exists with other arguments
     * @throws IOException if the broker cannot be reached
     */
    public void declareQueue(String name, @Nullable Duration timeToLive) throws IOException {
        declare(channel -> {
            // first what may conflict: if it does, nothing has been changed
            Map<String, Object> arguments = jobArguments(name);
            if (timeToLive != null) {
                arguments.put("x-message-ttl", timeToLive.toMillis());
            }
            queue(channel, name, arguments);
            queue(channel, Names.suspects(name), suspectsArguments(name));
            queue(channel, Names.deadLetters(name), parked());
            channel.queueBind(Names.deadLetters(name), Names.DEAD, name);
            channel.queueBind(Names.DEAD_REPORTS, Names.DEAD, name);
            channel.queueBind(name, Names.JOBS, name);
            channel.queueBind(name, DelayLadder.DELIVER, "#." + name);
        });
    }

    /** The arguments of a job queue whose jobs may wait for ever. */
    public static Map<String, Object> jobArguments(String name) {
        Map<String, Object> arguments = deadLettered(Names.DEAD, DELIVERY_LIMIT);
        arguments.put("x-dead-letter-routing-key", name);
        return arguments;
    }

    /** The arguments of the quarantine lane of a job queue. */
    public static Map<String, Object> suspectsArguments(String name) {
        Map<String, Object> arguments = deadLettered(Names.DEAD, SUSPECTS_DELIVERY_LIMIT);
        arguments.put("x-dead-letter-routing-key", name);
        return arguments;
    }

    /** Dead letters are kept until their target has confirmed them. */
    private static Map<String, Object> deadLettered(String exchange, int deliveryLimit) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("x-queue-type", "quorum");
        arguments.put("x-delivery-limit", deliveryLimit);
        arguments.put("x-dead-letter-exchange", exchange);
        arguments.put("x-dead-letter-strategy", "at-least-once");
        arguments.put("x-overflow", "reject-publish");
        return arguments;
    }

    /** Copies of what is safe in a dead-letter queue: one that kills its consumers' connections is better dropped. */
    private static Map<String, Object> reports() {
        return Map.of("x-queue-type", "quorum", "x-delivery-limit", DELIVERY_LIMIT);
    }

    /** A queue in which messages wait for somebody, however often they are looked at. */
    public static Map<String, Object> parked() {
        return Map.of("x-queue-type", "quorum", "x-delivery-limit", NO_DELIVERY_LIMIT);
    }

    private static void queue(Channel channel, String name, Map<String, Object> arguments) throws IOException {
        channel.queueDeclare(name, true, false, false, arguments);
    }

    private void declare(Declaration declaration) throws IOException {
        Connection open = connection.get();
        try (Channel channel = open.createChannel()) {
            declaration.on(channel);
        } catch (TimeoutException e) {
            throw new IOException("closing a channel took too long", e);
        } catch (IOException | ShutdownSignalException e) {
            throw conflictIn(e);
        }
    }

    private static IOException conflictIn(Exception failure) {
        Throwable cause = failure instanceof ShutdownSignalException ? failure : failure.getCause();
        if (cause instanceof ShutdownSignalException signal
                && signal.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.PRECONDITION_FAILED) {
            throw TopologyConflictException.from(close.getReplyText());
        }
        return failure instanceof IOException io ? io : new IOException(failure.getMessage(), failure);
    }

    /**
     * How many messages are ready in a queue, and how many consumers it has.
     *
     * @throws IOException if the queue does not exist or the broker cannot be reached
     */
    public AMQP.Queue.DeclareOk look(String queue) throws IOException {
        try (Channel channel = connection.get().createChannel()) {
            return channel.queueDeclarePassive(queue);
        } catch (TimeoutException | ShutdownSignalException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
