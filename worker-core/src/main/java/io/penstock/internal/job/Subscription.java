package io.penstock.internal.job;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a channel consumes, from its first consumer to the cancel. Used by the channel's owner thread; {@link Events} come
 * from the client's threads, and whoever hears them must not block.
 *
 * <p>After a lost connection it begins carefully, with one delivery at a time. Perhaps a message that cannot even be
 * received ended that connection, and would end the next one before any of the messages that come with it can be settled;
 * one at a time, the others get through and that one runs into the delivery limit alone.
 */
final class Subscription {
    private static final Logger log = LoggerFactory.getLogger(Subscription.class);
    private static final long CARE_NANOS = Duration.ofSeconds(2).toNanos();

    /** What the broker says. */
    interface Events {
        void arrived(long tag, AMQP.BasicProperties properties, byte[] body);

        /** Nothing arrives any more, as we wanted. */
        void quiet();

        /** Nothing arrives any more, and nobody here wanted that. */
        void ended(String why);
    }

    private final Channel channel;
    private final String queue;
    private final int prefetch;
    private final Events events;
    private final List<String> tags = new CopyOnWriteArrayList<>();
    private final AtomicInteger quietTags = new AtomicInteger();
    private final long openedNanos = System.nanoTime();
    private int granted;
    private volatile boolean cancelling;

    Subscription(Channel channel, String queue, int prefetch, Events events) {
        this.channel = channel;
        this.queue = queue;
        this.prefetch = prefetch;
        this.events = events;
    }

    /** @param first how many deliveries it may hold in the beginning, 0 or more; the rest of the prefetch comes later */
    void open(int first) throws IOException {
        consume(Math.min(first, prefetch));
    }

    /** Once nothing has happened for a while another consumer takes the rest of the prefetch. */
    void endCare() throws IOException {
        if (granted < prefetch && System.nanoTime() - openedNanos > CARE_NANOS) {
            consume(prefetch - granted);
        }
    }

    private void consume(int more) throws IOException {
        if (more == 0) {
            return;
        }
        granted += more;
        channel.basicQos(more);
        String tag = "penstock-" + UUID.randomUUID();
        tags.add(tag);
        channel.basicConsume(queue, false, tag, new Receiver(channel));
    }

    /** Cancels, once. The broker's answer may never come, so nobody waits for it here. */
    void cancel() {
        if (!cancelling) {
            cancelling = true;
            Thread.ofVirtual().name("cancel-" + queue).start(this::cancelAll);
        }
    }

    private void cancelAll() {
        try {
            for (String tag : tags) {
                channel.basicCancel(tag);
            }
        } catch (IOException | ShutdownSignalException e) {
            log.debug("cancelling the consumer of queue {}: {}", queue, e.toString());
        }
    }

    /** Consumes again after a cancel, once that {@link #isQuiet}. */
    void reopen() throws IOException {
        tags.clear();
        quietTags.set(0);
        granted = 0;
        cancelling = false;
        consume(prefetch);
    }

    /** True once the broker has said that nothing more comes. */
    boolean isQuiet() {
        return cancelling && quietTags.get() >= tags.size();
    }

    private final class Receiver extends DefaultConsumer {
        Receiver(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(
                String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            events.arrived(envelope.getDeliveryTag(), properties, body);
        }

        @Override
        public void handleCancel(String consumerTag) {
            events.ended("the broker cancelled the consumer");
        }

        @Override
        public void handleCancelOk(String consumerTag) {
            if (cancelling) {
                quietTags.incrementAndGet();
                events.quiet();
            } else {
                events.ended("the consumer was cancelled");
            }
        }

        @Override
        public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
            events.ended(String.valueOf(signal.getMessage()));
        }
    }
}
