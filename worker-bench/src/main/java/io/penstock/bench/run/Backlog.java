package io.penstock.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.bench.contender.SampleJob;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Puts jobs on a queue before anybody consumes it: stored and confirmed when it returns. For one thread. */
final class Backlog {
    private static final int PRODUCERS = 2;
    private static final int IN_FLIGHT = 1_000;
    private static final long CONFIRM_LIMIT_MILLIS = 60_000;

    private final ConnectionFactory factory = new ConnectionFactory();
    private final String queue;
    private final int users;

    /**
     * A backlog.
     *
     * @param users over how many users the jobs are spread; 0 for jobs that are nobody's
     */
    Backlog(String url, String queue, int users) {
        this.queue = queue;
        this.users = users;
        try {
            factory.setUri(url);
        } catch (Exception e) {
            throw new IllegalArgumentException("not a URL of RabbitMQ", e);
        }
    }

    /** What every job carries, as bytes. */
    static byte[] body() {
        try {
            return new JsonMapper().writeValueAsBytes(SampleJob.example());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds this many jobs. */
    void add(long jobs) throws Exception {
        try (Connection connection = factory.newConnection("bench backlog");
                ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS)) {
            List<Callable<Void>> shares = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                long share = jobs / PRODUCERS + (i < jobs % PRODUCERS ? 1 : 0);
                shares.add(() -> publish(connection, share));
            }
            for (Future<Void> share : threads.invokeAll(shares)) {
                share.get();
            }
        }
    }

    /** Waits for half a window at a time, so that the broker always has something to do. */
    private Void publish(Connection connection, long jobs) throws Exception {
        byte[] body = body();
        String prefix = UUID.randomUUID() + ".";
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (long i = 0; i < jobs; i++) {
                channel.basicPublish("", queue, true, properties(prefix, i), body);
                if (i % IN_FLIGHT == IN_FLIGHT - 1) {
                    channel.waitForConfirmsOrDie(CONFIRM_LIMIT_MILLIS);
                }
            }
            channel.waitForConfirmsOrDie(CONFIRM_LIMIT_MILLIS);
        }
        return null;
    }

    private BasicProperties properties(String prefix, long number) {
        return new BasicProperties.Builder()
                .messageId(prefix + number)
                .contentType("application/json")
                .deliveryMode(2)
                .timestamp(Date.from(Instant.now()))
                .appId("bench")
                .headers(users == 0 ? Map.of() : Map.of("penstock-user", "user-" + number % users))
                .build();
    }

    /** How many jobs are left, those that nobody has acknowledged included once their consumer is gone. */
    long left() throws Exception {
        try (Connection connection = factory.newConnection("bench look");
                Channel channel = connection.createChannel()) {
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException e) {
            throw new IOException("queue " + queue + " cannot be looked at", e);
        }
    }
}
