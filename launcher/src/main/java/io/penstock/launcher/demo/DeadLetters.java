package io.penstock.launcher.demo;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.penstock.launcher.terminal.CommandFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Looks into dead-letter queues and leaves everything there.
 *
 * @param rabbitMqUrl the broker
 */
record DeadLetters(String rabbitMqUrl) {

    /** The dead letters of {@code queue}. They go back when the channel is closed, as none is acknowledged. */
    List<DeadLetter> of(String queue) {
        String name = queue + ".dlq";
        List<DeadLetter> found = new ArrayList<>();
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(rabbitMqUrl);
            try (Connection connection = factory.newConnection("penstock demo");
                    Channel channel = connection.createChannel()) {
                for (GetResponse next = channel.basicGet(name, false);
                        next != null;
                        next = channel.basicGet(name, false)) {
                    found.add(DeadLetter.of(name, next));
                }
            }
            return found;
        } catch (IOException | TimeoutException e) {
            throw CommandFailure.failed("could not read queue " + name + ": " + e.getMessage());
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
