package io.penstock.bench.contender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/**
 * The peer: Spring AMQP's direct container, 100 messages per ack, and a listener that reads the JSON into the record with
 * Jackson – without Spring's own message converter, which would be slower.
 */
public final class SpringConsumer {
    private static final ObjectReader JSON = new JsonMapper().readerFor(SampleJob.class);
    private static final int MESSAGES_PER_ACK = Integer.getInteger("bench.ack", 100);
    private static final int PREFETCH = Integer.getInteger("bench.prefetch", 1_000);
    private static final int CONSUMERS = Integer.getInteger("bench.consumers", 2);

    private final LongAdder handled = new LongAdder();

    private SpringConsumer() {}

    /** Arguments: URL, queue. */
    public static void main(String[] arguments) {
        SpringConsumer consumer = new SpringConsumer();
        CachingConnectionFactory connections = new CachingConnectionFactory(URI.create(arguments[0]));
        DirectMessageListenerContainer container = new DirectMessageListenerContainer(connections);
        container.setQueueNames(arguments[1]);
        container.setConsumersPerQueue(CONSUMERS);
        container.setPrefetchCount(PREFETCH);
        container.setMessagesPerAck(MESSAGES_PER_ACK);
        container.setMessageListener(consumer::handle);
        SettleWatch.start(consumer.handled::sum);
        container.afterPropertiesSet();
        container.start();
    }

    private void handle(Message message) {
        try {
            SampleJob job = JSON.readValue(message.getBody());
            if (job.lines().isEmpty()) {
                throw new IllegalArgumentException("a job without lines");
            }
            handled.increment();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a job", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
