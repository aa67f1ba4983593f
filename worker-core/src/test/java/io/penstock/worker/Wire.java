package io.penstock.worker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.penstock.testbed.RabbitMqServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A plain client that knows nothing of Penstock but the names on the wire. */
final class Wire implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;

    Wire(RabbitMqServer rabbit) throws Exception {
        this(rabbit.url());
    }

    Wire(String url) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        connection = factory.newConnection("test");
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    Channel channel() {
        return channel;
    }

    /** A queue name that no other test uses. */
    static String freshQueue(String stem) {
        return stem + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Publishes to the default exchange and waits for the confirm. */
    void publish(String queue, BasicProperties properties, String body) throws Exception {
        publish(queue, properties, body.getBytes(StandardCharsets.UTF_8));
    }

    void publish(String queue, BasicProperties properties, byte[] body) throws Exception {
        channel.basicPublish("", queue, true, properties, body);
        channel.waitForConfirmsOrDie(10_000);
    }

    void publish(String queue, String id, String body) throws Exception {
        publish(queue, job(id).build(), body);
    }

    void publish(String queue, String id, String body, Map<String, Object> headers) throws Exception {
        publish(queue, job(id).headers(headers).build(), body);
    }

    static BasicProperties.Builder job(String id) {
        return new BasicProperties.Builder().messageId(id).deliveryMode(2).contentType("application/json");
    }

    /** Takes the next message, waiting for it. */
    GetResponse take(String queue) {
        return Awaitility.await("a message in " + queue)
                .atMost(Duration.ofSeconds(30))
                .until(() -> channel.basicGet(queue, true), message -> message != null);
    }

    /** The next dead letter of a queue, waiting for it. */
    GetResponse dead(String queue) {
        return take(queue + ".dlq");
    }

    long ready(String queue) throws IOException {
        return channel.messageCount(queue);
    }

    static String header(GetResponse message, String name) {
        Object value = message.getProps().getHeaders().get(name);
        return value == null ? null : value.toString();
    }

    static String body(GetResponse message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.abort();
    }
}
