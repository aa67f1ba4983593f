package io.penstock.internal.fleet;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Names;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Says something on the exchange {@code penstock.fleet} to whoever listens: unconfirmed, and stored nowhere. For what is said
 * again soon, or what others find out by themselves. For one thread, which a broker that does not read may hold up.
 */
public final class FleetVoice {
    /** The key of reports of workers. */
    public static final String BEAT = "beat";
    /** The key of the word that somebody opened or closed a gate. */
    public static final String GATE = "gate";

    private static final String MILLIS_TO_LIVE = "60000";

    private final BrokerConnection connection;
    private @Nullable Channel channel;

    /** @param connection one that publishes: the broker stops reading from it under an alarm */
    public FleetVoice(BrokerConnection connection) {
        this.connection = connection;
    }

    /**
     * Says it, unless the broker does not take messages at the moment.
     *
     * @throws IOException if the broker cannot be reached
     */
    public void say(String key, byte[] body) throws IOException {
        try {
            Channel open = channel();
            if (connection.blockedReason() == null) {
                open.basicPublish(
                        Names.FLEET,
                        key,
                        new BasicProperties.Builder()
                                .contentType("application/json")
                                .deliveryMode(1)
                                .expiration(MILLIS_TO_LIVE)
                                .build(),
                        body);
            }
        } catch (ShutdownSignalException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Channel channel() throws IOException {
        Channel current = channel;
        if (current != null && current.isOpen()) {
            return current;
        }
        Channel opened = connection.get().createChannel();
        if (opened == null) {
            throw new IOException("the connection has no channel left");
        }
        opened.exchangeDeclare(Names.FLEET, BuiltinExchangeType.TOPIC, true);
        channel = opened;
        return opened;
    }
}
