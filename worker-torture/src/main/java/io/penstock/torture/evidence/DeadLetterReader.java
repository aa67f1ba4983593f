package io.penstock.torture.evidence;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads a dead-letter queue with RabbitMQ's own client and leaves it as it is. For one thread. */
public final class DeadLetterReader {
    private DeadLetterReader() {}

    /** All dead letters of {@code queue}. */
    public static List<DeadLetter> readAll(String url, String queue) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        try (Connection connection = factory.newConnection("torture, dead letters");
                Channel channel = connection.createChannel()) {
            List<DeadLetter> letters = new ArrayList<>();
            for (GetResponse next = channel.basicGet(queue + ".dlq", false);
                    next != null;
                    next = channel.basicGet(queue + ".dlq", false)) {
                letters.add(read(next));
            }
            return letters;
        }
    }

    private static DeadLetter read(GetResponse message) {
        Map<String, Object> headers =
                Objects.requireNonNullElse(message.getProps().getHeaders(), Map.of());
        Object reason = headers.get("penstock-dead-reason");
        if (reason == null && headers.get("x-death") instanceof List<?> deaths && !deaths.isEmpty()) {
            reason = deaths.getFirst() instanceof Map<?, ?> last ? last.get("reason") : null;
        }
        return new DeadLetter(
                Objects.requireNonNullElse(message.getProps().getMessageId(), "a message without id"),
                String.valueOf(reason));
    }
}
