package io.penstock.launcher.demo;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/**
 * Stands in where no client in another language can be had: RabbitMQ's plain Java client.
 *
 * @param rabbitMqUrl the broker
 */
record BareClient(String rabbitMqUrl) implements ForeignClient {
    private static final long CONFIRM_LIMIT_MILLIS = 10_000;

    @Override
    public String name() {
        return "Java, amqp-client";
    }

    @Override
    public void publish(String queue, String body) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(rabbitMqUrl);
            try (Connection connection = factory.newConnection("penstock demo");
                    Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                AMQP.BasicProperties persistent =
                        new AMQP.BasicProperties.Builder().deliveryMode(2).build();
                channel.basicPublish("", queue, true, persistent, body.getBytes(StandardCharsets.UTF_8));
                channel.waitForConfirmsOrDie(CONFIRM_LIMIT_MILLIS);
            }
        } catch (IOException | TimeoutException e) {
            throw CommandFailure.failed("could not publish to queue " + queue + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while publishing");
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
