package io.penstock.internal.fleet;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Names;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears what is said on the exchange {@code penstock.fleet}, through a queue of its own that ends with its connection. What
 * is said while nobody listens is lost. For one thread.
 */
public final class FleetEar {
    /** What waits for a listener that is slow; older is of less use than newer. */
    private static final int MOST_WAITING = 10_000;

    private final BrokerConnection connection;
    private final String key;
    private final Consumer<byte[]> listener;
    private @Nullable Channel channel;

    /**
     * Prepares to listen.
     *
     * @param key what to listen for: one of the keys in {@link FleetVoice}, or a pattern
     * @param listener is called with what was said, by a thread of the client library; must not block or throw
     */
    public FleetEar(BrokerConnection connection, String key, Consumer<byte[]> listener) {
        this.connection = connection;
        this.key = key;
        this.listener = listener;
    }

    /**
     * Listens from now on, if it does not already.
     *
     * @return true if it has only begun to, and something may have been missed
     * @throws IOException if the broker cannot be reached
     */
    public boolean listen() throws IOException {
        Channel current = channel;
        if (current != null && current.isOpen()) {
            return false;
        }
        try {
            channel = open();
            return true;
        } catch (ShutdownSignalException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Channel open() throws IOException {
        Channel opened = connection.get().createChannel();
        if (opened == null) {
            throw new IOException("the connection has no channel left");
        }
        opened.exchangeDeclare(Names.FLEET, BuiltinExchangeType.TOPIC, true);
        String queue = opened.queueDeclare("", false, true, true, Map.of("x-max-length", MOST_WAITING))
                .getQueue();
        opened.queueBind(queue, Names.FLEET, key);
        opened.basicConsume(queue, true, new DefaultConsumer(opened) {
            @Override
            public void handleDelivery(
                    String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                listener.accept(body);
            }
        });
        return opened;
    }
}
