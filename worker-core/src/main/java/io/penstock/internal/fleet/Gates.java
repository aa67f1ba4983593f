package io.penstock.internal.fleet;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Names;
import java.io.IOException;

/**
 * Which queues may be consumed, as the broker remembers it: through restarts of workers, console and broker, on every node
 * of a cluster, and without anybody's database. Thread-safe.
 *
 * <p>Each queue has an exchange {@code penstock.gate.<queue>} that nothing is bound to. Its type is what is remembered:
 * {@code direct} means open, {@code fanout} closed. Declaring an exchange is one step in which the broker compares and, if
 * there is none, creates; so a queue that nobody ever paused has an open gate with its first worker. A message in a marker
 * queue would not do: a quorum queue whose leader is away is said to be empty. Nor would looking for an exchange that is not
 * there, as the broker logs an error for each such look.
 */
public final class Gates {
    private static final int MOST_TRIES = 20;

    private final BrokerConnection connection;

    public Gates(BrokerConnection connection) {
        this.connection = connection;
    }

    /**
     * Whether a queue may be consumed.
     *
     * @param presumed the last answer, true if there was none; the broker logs an error only if it is another one now
     * @throws IOException if the broker cannot be reached
     */
    public boolean isOpen(String queue, boolean presumed) throws IOException {
        return declares(queue, presumed) == presumed;
    }

    /**
     * Opens or closes the gate of a queue. While it is being changed, a worker may find none and declare what it presumed;
     * then it is changed again.
     *
     * @throws IOException if the broker cannot be reached, or others keep changing it
     */
    public void set(String queue, boolean open) throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (declares(queue, open)) {
                return;
            }
            remove(queue);
        }
        throw new IOException("the gate of queue " + queue + " is changed by others all the time");
    }

    /** False if there is an exchange of another kind, which costs the channel. */
    private boolean declares(String queue, boolean open) throws IOException {
        Channel channel = channel();
        try {
            channel.exchangeDeclare(
                    Names.gate(queue), open ? BuiltinExchangeType.DIRECT : BuiltinExchangeType.FANOUT, true);
            return true;
        } catch (ShutdownSignalException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            if (isConflict(e)) {
                return false;
            }
            throw e;
        } finally {
            channel.abort();
        }
    }

    private static boolean isConflict(IOException failure) {
        return failure.getCause() instanceof ShutdownSignalException signal
                && signal.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.PRECONDITION_FAILED;
    }

    private void remove(String queue) throws IOException {
        Channel channel = channel();
        try {
            channel.exchangeDelete(Names.gate(queue));
        } catch (ShutdownSignalException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            channel.abort();
        }
    }

    private Channel channel() throws IOException {
        try {
            Channel channel = connection.get().createChannel();
            if (channel == null) {
                throw new IOException("the connection has no channel left");
            }
            return channel;
        } catch (ShutdownSignalException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
