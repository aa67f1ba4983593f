package io.penstock.launcher.watch;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Listens on an exclusive queue of its own, bound to the exchange that workers broadcast the ends of jobs to. */
public final class BroadcastWatch implements JobWatch {
    private static final String EXCHANGE = "notifications.fanout";

    private final Connection connection;
    private final BlockingQueue<JobEvent> heard = new LinkedBlockingQueue<>();

    /** Everything that is broadcast after this returns is heard. */
    public BroadcastWatch(String rabbitMqUrl) {
        this.connection = connect(rabbitMqUrl);
        try {
            Channel channel = connection.createChannel();
            channel.exchangeDeclarePassive(EXCHANGE);
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, EXCHANGE, "");
            channel.basicConsume(queue, true, new Listener(channel));
        } catch (IOException e) {
            close();
            throw CommandFailure.failed("nobody would tell the end of the job: the broker has no exchange " + EXCHANGE
                    + " and KAFKA_BOOTSTRAP_SERVERS is not set; start the worker with PENSTOCK_BROADCAST=true");
        }
    }

    @Override
    public Optional<JobEvent> next(Duration patience) {
        if (heard.isEmpty() && !connection.isOpen()) {
            throw CommandFailure.failed("the connection to RabbitMQ was lost while waiting for the end of the job");
        }
        try {
            return Optional.ofNullable(heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        connection.abort();
    }

    private static Connection connect(String rabbitMqUrl) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        try {
            factory.setUri(rabbitMqUrl);
            return factory.newConnection("penstock enqueue --wait");
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw CommandFailure.usage(
                    "RABBITMQ_URL: expected amqp://user:password@host:port/vhost, got something else");
        } catch (IOException | TimeoutException e) {
            throw CommandFailure.failed("RabbitMQ does not answer: " + e.getMessage());
        }
    }

    private final class Listener extends DefaultConsumer {
        Listener(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(
                String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            JobEvent.read(headersOf(properties), body).ifPresent(heard::add);
        }

        @Override
        public void handleShutdownSignal(String consumerTag, @Nullable ShutdownSignalException signal) {
            // next() notices: the connection is not open
        }
    }

    private static Map<String, String> headersOf(AMQP.BasicProperties properties) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        }
        return headers;
    }
}
