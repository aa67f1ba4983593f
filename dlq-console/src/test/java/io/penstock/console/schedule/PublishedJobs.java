package io.penstock.console.schedule;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import io.penstock.testbed.RabbitMqServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what is published to a queue, and knows when it came. */
final class PublishedJobs implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;
    private final Map<String, List<Published>> jobs = new ConcurrentHashMap<>();

    /** One message. */
    record Published(Instant at, BasicProperties properties) {
        String header(String name) {
            return String.valueOf(properties.getHeaders().get(name));
        }
    }

    PublishedJobs(RabbitMqServer broker, String queue) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.url());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.basicQos(1_000);
        DeliverCallback take = (tag, message) -> {
            jobs.computeIfAbsent(message.getProperties().getMessageId(), id -> new CopyOnWriteArrayList<>())
                    .add(new Published(Instant.now(), message.getProperties()));
            channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
        };
        CancelCallback ignore = tag -> {};
        var unused = channel.basicConsume(queue, false, take, ignore);
    }

    /** The ids of all that came. */
    Set<String> ids() {
        return new TreeSet<>(jobs.keySet());
    }

    /** Those that a schedule published. */
    List<String> of(Schedule schedule) {
        return ids().stream()
                .filter(id -> ScheduleId.scheduleOf(id).equals(schedule.id()))
                .toList();
    }

    Published first(String id) {
        return jobs.get(id).getFirst();
    }

    /** How many messages came more than once under one id. */
    long doubles() {
        return jobs.values().stream().mapToLong(list -> list.size() - 1L).sum();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
