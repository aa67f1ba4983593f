package io.penstock.bench.run;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.bench.contender.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Jobs on a queue before anybody consumes it. For one thread. */
final class Backlog {
    private static final int PRODUCERS = 2;
    private static final int IN_FLIGHT = 5_000;
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final long CONFIRM_LIMIT_MILLIS = 60_000;

    private final ConnectionFactory factory = new ConnectionFactory();
    private final String queue;

    Backlog(String url, String queue) {
        this.queue = queue;
        try {
            factory.setUri(url);
        } catch (Exception e) {
            throw new IllegalArgumentException("not a URL of RabbitMQ", e);
        }
    }

    /**
     * Adds jobs; they are stored and confirmed when it returns.
     *
     * @param users over how many users they are spread; 0 for jobs that are nobody's
     */
    void add(long jobs, int users) throws Exception {
        try (Connection connection = factory.newConnection("bench backlog");
                ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS)) {
            List<Callable<Void>> shares = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                long share = jobs / PRODUCERS + (i < jobs % PRODUCERS ? 1 : 0);
                shares.add(() -> publish(connection, share, users));
            }
            for (Future<Void> share : threads.invokeAll(shares)) {
                share.get();
            }
        }
    }

    private Void publish(Connection connection, long jobs, int users) throws Exception {
        byte[] body = Publication.body();
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (long i = 0; i < jobs; i++) {
                String user = users == 0 ? null : "user-" + i % users;
                String id = UUID.randomUUID().toString();
                channel.basicPublish("", queue, true, Publication.properties(id, user), body);
                if (i % IN_FLIGHT == IN_FLIGHT - 1) {
                    channel.waitForConfirmsOrDie(CONFIRM_LIMIT_MILLIS);
                }
            }
            channel.waitForConfirmsOrDie(CONFIRM_LIMIT_MILLIS);
        }
        return null;
    }

    /** How many jobs there are once their consumer is gone, those included that it has not acknowledged. */
    long left() throws Exception {
        try (Connection connection = factory.newConnection("bench look");
                Channel channel = connection.createChannel()) {
            long before = -1;
            long now = channel.queueDeclarePassive(queue).getMessageCount();
            while (now != before) { // the broker takes back what the consumer had in its hands
                Thread.sleep(LOOK_EVERY_MILLIS);
                before = now;
                now = channel.queueDeclarePassive(queue).getMessageCount();
            }
            return now;
        }
    }

    /** Removes all that nobody holds. */
    void clear() throws Exception {
        try (Connection connection = factory.newConnection("bench clear");
                Channel channel = connection.createChannel()) {
            channel.queuePurge(queue);
        }
    }
}
