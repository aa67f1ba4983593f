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

    /** Arguments: URL, queue, jobs to warm up with, jobs in all. */
    public static void main(String[] arguments) throws Exception {
        long total = Long.parseLong(arguments[3]);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(arguments[0]);
        RawPublisher publisher = new RawPublisher();
        SettleWatch.start(Long.parseLong(arguments[2]), total, () -> publisher.confirmed);
        try (Connection connection = factory.newConnection("bench raw");
                Channel channel = connection.createChannel()) {
            publisher.publish(channel, arguments[1], total);
            Thread.currentThread().join(); // until it is told to stop
        }
    }

    private void publish(Channel channel, String queue, long total) throws Exception {
        byte[] body = Publication.body();
        channel.confirmSelect();
        for (long i = 0; i < total; i += IN_FLIGHT) {
            for (int j = 0; j < IN_FLIGHT; j++) {
                String id = UUID.randomUUID().toString();
                channel.basicPublish("", queue, true, Publication.properties(id, null), body);
            }
            channel.waitForConfirmsOrDie(CONFIRM_LIMIT_MILLIS);
            confirmed = i + IN_FLIGHT;
        }
    }
}
