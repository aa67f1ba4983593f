package io.penstock.console.collect;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Names;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Those of some names that have a dead-letter queue on the broker, for brokers that nobody else can be asked about. */
final class KnownQueues implements QueueSource {
    private final BrokerConnection connection;
    private final Supplier<? extends Collection<String>> names;

    KnownQueues(BrokerConnection connection, Supplier<? extends Collection<String>> names) {
        this.connection = connection;
        this.names = names;
    }

    @Override
    public Set<String> queues() throws IOException {
        Set<String> there = new TreeSet<>();
        for (String name : names.get()) {
            if (exists(Names.deadLetters(name))) {
                there.add(name);
            }
        }
        return there;
    }

    /** A queue that is not there costs the channel. */
    private boolean exists(String queue) throws IOException {
        Channel channel = connection.get().createChannel();
        try {
            channel.queueDeclarePassive(queue);
            return true;
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException signal && !signal.isHardError()) {
                return false;
            }
            throw e;
        } finally {
            channel.abort();
        }
    }
}
