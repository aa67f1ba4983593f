package io.penstock.console.replay;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.internal.amqp.BrokerConnection;
import java.io.IOException;

/** Asks the broker for queues, each on a channel of its own, as the question costs the channel if there is none. Thread-safe. */
public final class BrokerDestinations implements Destinations {
    private final BrokerConnection connection;

    /** @param connection stays the caller's */
    public BrokerDestinations(BrokerConnection connection) {
        this.connection = connection;
    }

    @Override
    public Status of(String queue) {
        try {
            Channel channel = connection.get().createChannel();
            if (channel == null) {
                return Status.UNKNOWN;
            }
            try {
                AMQP.Queue.DeclareOk found = channel.queueDeclarePassive(queue);
                return found.getConsumerCount() > 0 ? Status.READY : Status.NO_CONSUMERS;
            } finally {
                channel.abort();
            }
        } catch (IOException e) {
            return isMissing(e) ? Status.GONE : Status.UNKNOWN;
        } catch (ShutdownSignalException e) {
            return Status.UNKNOWN;
        }
    }

    private static boolean isMissing(IOException failure) {
        return failure.getCause() instanceof ShutdownSignalException shutdown
                && shutdown.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.NOT_FOUND;
    }
}
