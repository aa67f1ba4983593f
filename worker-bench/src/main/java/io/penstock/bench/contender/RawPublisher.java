package io.penstock.bench.contender;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.UUID;

/** The plain client at its best: many messages, then all their confirms. */
public final class RawPublisher {
    /** How many messages are unconfirmed at a time. */
    public static final int IN_FLIGHT = 1_000;

    private static final long CONFIRM_LIMIT_MILLIS = 60_000;

    private volatile long confirmed;

    private RawPublisher() {}

    /** Arguments: URL, queue. */
    public static void main(String[] arguments) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(arguments[0]);
        RawPublisher publisher = new RawPublisher();
        SettleWatch.start(() -> publisher.confirmed);
        try (Connection connection = factory.newConnection("bench raw");
                Channel channel = connection.createChannel()) {
            publisher.publish(channel, arguments[1]);
        }
    }

    private void publish(Channel channel, String queue) throws Exception {
        byte[] body = Publication.body();
        channel.confirmSelect();
        for (long sent = IN_FLIGHT; true; sent += IN_FLIGHT) { // until it is told to stop
            for (int j = 0; j < IN_FLIGHT; j++) {
                String id = UUID.randomUUID().toString();
                channel.basicPublish("", queue, true, Publication.properties(id, null), body);
            }
            channel.waitForConfirmsOrDie(CONFIRM_LIMIT_MILLIS);
            confirmed = sent;
        }
    }
}
