package io.penstock.console.collect;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.penstock.console.letter.LetterContent;
import io.penstock.internal.amqp.Names;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One channel on which a dead-letter queue is consumed, from opening to its loss. The thread that takes batches owns it
 * and answers on it; the client's callback only puts deliveries into a queue.
 */
final class CollectSession {
    /** Also the most that one transaction stores. At 1 MiB each they are what a small heap can hold. */
    private static final int PREFETCH = 100;

    /** Between two tries with what could not be stored. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Channel channel;
    private final String queue;
    private final Queue<byte[]> properties;
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final List<Arrived> aside = new ArrayList<>();
    private Duration pause = FIRST_PAUSE;
    private long asideUntil;
    private boolean hasKeptBack;
    private volatile @Nullable String ended;

    /**
     * A delivery.
     *
     * @param tag     the channel's number for it
     * @param content the message
     * @param at      when it came
     */
    record Arrived(long tag, LetterContent content, Instant at) {}

    /** Prepares a session on a channel that nothing was delivered on yet. */
    CollectSession(Channel channel, RawHeaders headers, String queue) {
        this.channel = channel;
        this.queue = queue;
        this.properties = headers.of(channel.getChannelNumber());
    }

    void open() throws IOException {
        properties.clear(); // of an earlier channel of this number
        channel.addShutdownListener(this::lost);
        channel.basicQos(PREFETCH);
        channel.basicConsume(Names.deadLetters(queue), false, new Receiver());
    }

    private void lost(ShutdownSignalException cause) {
        ended = String.valueOf(cause.getMessage());
    }

    private final class Receiver extends DefaultConsumer {
        Receiver() {
            super(channel);
        }

        /** The properties that the library gives are empty; those that came are the next in their own queue. */
        @Override
        public void handleDelivery(String tag, Envelope delivery, BasicProperties none, byte[] body) {
            byte[] wire = properties.remove();
            var content = new LetterContent(io.penstock.console.letter.Envelope.read(wire), body);
            arrived.add(new Arrived(delivery.getDeliveryTag(), content, Instant.now()));
        }

        @Override
        public void handleCancel(String tag) {
            ended = "the broker cancelled the consumer, as it does when a queue is deleted";
        }
    }

    /** Why there is nothing more to come, null as long as there may be. */
    @Nullable
    String ended() {
        return ended;
    }

    /** Whether answers still reach the broker. */
    boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * What is to be stored next; waits a moment if there is nothing, may be empty. What was set aside comes again when it
     * is due.
     */
    List<Arrived> take(long millis) throws InterruptedException {
        if (!aside.isEmpty() && System.nanoTime() - asideUntil > 0) {
            List<Arrived> again = List.copyOf(aside);
            aside.clear();
            return again;
        }
        Arrived first = arrived.poll(millis, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<Arrived> batch = new ArrayList<>(PREFETCH);
        batch.add(first);
        arrived.drainTo(batch, PREFETCH - 1);
        return batch;
    }

    /** Keeps one back that could not be stored. */
    void setAside(Arrived one) {
        if (aside.isEmpty()) {
            asideUntil = System.nanoTime() + pause.toNanos();
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        aside.add(one);
        hasKeptBack = true;
    }

    /**
     * Acknowledges these, which {@link #take} gave, with one answer if nothing before them was ever kept back: such an
     * answer means everything before, too.
     */
    void ack(List<Arrived> stored) throws IOException {
        if (hasKeptBack) {
            for (Arrived each : stored) {
                channel.basicAck(each.tag(), false);
            }
        } else {
            channel.basicAck(stored.getLast().tag(), true);
        }
    }

    /** The broker delivers again what was not acknowledged. */
    void close() throws IOException {
        channel.abort();
    }
}
