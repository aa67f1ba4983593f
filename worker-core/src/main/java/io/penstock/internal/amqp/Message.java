package io.penstock.internal.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;

/**
 * A message to publish; always mandatory.
 *
 * @param exchange name of the exchange, empty for the default exchange
 * @param routingKey the queue's name on the default exchange
 * @param properties AMQP properties with headers
 * @param body not copied: must not be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are never compared
public record Message(String exchange, String routingKey, BasicProperties properties, byte[] body) {

    /** A message straight to a queue. */
    public static Message toQueue(String queue, BasicProperties properties, byte[] body) {
        return new Message("", queue, properties, body);
    }
}
