package io.penstock.bench.contender;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;

/** The plain client at its best: one consumer that looks at nothing and acknowledges many deliveries at once. */
public final class RawConsumer extends DefaultConsumer {
    private static final int PREFETCH = Integer.getInteger("bench.prefetch", 1_000);
    private static final int ACK_EVERY = Integer.getInteger("bench.ack", 100);

    /** Written by the client's thread, which is one at a time. */
    private volatile long settled;

    private RawConsumer(Channel channel) {
        super(channel);
    }

    /** Arguments: URL, queue. */
    public static void main(String[] arguments) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(arguments[0]);
        Connection connection = factory.newConnection("bench raw");
        Channel channel = connection.createChannel();
        channel.basicQos(PREFETCH);
        RawConsumer consumer = new RawConsumer(channel);
        SettleWatch.start(() -> consumer.settled);
        channel.basicConsume(arguments[1], false, consumer);
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
            throws IOException {
        long delivered = envelope.getDeliveryTag();
        if (delivered % ACK_EVERY == 0) {
            getChannel().basicAck(delivered, true);
            settled = delivered;
        }
    }
}
