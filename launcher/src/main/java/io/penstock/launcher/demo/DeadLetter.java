package io.penstock.launcher.demo;

import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A message in a dead-letter queue.
 *
 * @param queue the dead-letter queue
 * @param messageId its AMQP message id; empty if none
 * @param headers its headers as text
 * @param body what the producer sent
 */
record DeadLetter(String queue, String messageId, Map<String, String> headers, String body) {
    DeadLetter {
        headers = Map.copyOf(headers);
    }

    static DeadLetter of(String queue, GetResponse message) {
        Map<String, String> headers = new HashMap<>();
        if (message.getProps().getHeaders() != null) {
            message.getProps().getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        }
        String id = message.getProps().getMessageId();
        return new DeadLetter(
                queue, id == null ? "" : id, headers, new String(message.getBody(), StandardCharsets.UTF_8));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String reason() {
        return header("penstock-dead-reason");
    }
}
