package io.penstock.torture;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.torture.fault.IncidentLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Producers never declare queues: somebody has to wait until the first worker has. */
final class WorkerQueue {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private WorkerQueue() {}

    static void await(String url, String queue, IncidentLog log) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (Connection connection = factory.newConnection("torture, waiting for a worker")) {
            while (!hasConsumer(connection, queue)) {
                if (!log.misbehaviour().isEmpty() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "no worker consumes queue " + queue + "; the reason is in worker-1.log");
                }
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        }
    }

    private static boolean hasConsumer(Connection connection, String queue) throws IOException {
        try (Channel channel = connection.createChannel()) {
            return channel.queueDeclarePassive(queue).getConsumerCount() > 0;
        } catch (TimeoutException e) {
            throw new IOException(e);
        } catch (IOException noSuchQueueYet) {
            return false;
        }
    }
}
