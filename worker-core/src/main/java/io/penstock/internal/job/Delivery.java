package io.penstock.internal.job;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** One message as the broker handed it to us. It belongs to the channel that it came on. */
public final class Delivery {
    private final long tag;
    private final BasicProperties properties;
    private final byte[] body;
    private final Instant receivedAt;
    private final Runnable onReleased;
    private final AtomicBoolean released = new AtomicBoolean();

    Delivery(long tag, BasicProperties properties, byte[] body, Instant receivedAt, Runnable onReleased) {
        this.tag = tag;
        this.properties = properties;
        this.body = body;
        this.receivedAt = receivedAt;
        this.onReleased = onReleased;
    }

    long tag() {
        return tag;
    }

    public BasicProperties properties() {
        return properties;
    }

    /** The message's bytes; never changed. */
    public byte[] body() {
        return body;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    /** Frees the concurrency slot, once; what remains to be done needs no thread. */
    void release() {
        if (released.compareAndSet(false, true)) {
            onReleased.run();
        }
    }
}
