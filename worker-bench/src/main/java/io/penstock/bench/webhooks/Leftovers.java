package io.penstock.bench.webhooks;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

/** What a measurement leaves on the broker. */
final class Leftovers {
    private static final int RUNGS = 17;

    private Leftovers() {}

    /** Empties the queue, its dead letters and the delay ladder, none of which anybody consumes now. */
    static void clear(String rabbitMq) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbitMq);
        try (Connection connection = factory.newConnection("bench clear");
                Channel channel = connection.createChannel()) {
            for (int rung = 0; rung < RUNGS; rung++) {
                channel.queuePurge("penstock.delay.%02d".formatted(rung));
            }
            channel.queuePurge("webhooks");
            channel.queuePurge("webhooks.suspects");
            channel.queuePurge("webhooks.dlq");
        }
    }
}
