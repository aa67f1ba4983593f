package io.penstock.internal.job;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;

/** One channel of a session: what arrives on it, and how it is answered. Used by the session's owner thread. */
final class Intake {
    private final Channel channel;
    private final Settler settler;
    private final Subscription subscription;

    /** Who is told what happens on the channel, by the client's threads; must not block. */
    record Listener(
            Consumer<Slots.Waiting> onArrival, Runnable onReleased, Consumer<String> onEnd, Runnable wakeOwner) {}

    Intake(Channel channel, int prefetch, QueueConsumer.Spec spec, Listener listener) {
        this.channel = channel;
        this.settler = new Settler(channel, prefetch, spec, listener.wakeOwner());
        this.subscription = new Subscription(channel, spec.queue(), prefetch, new Subscription.Events() {
            @Override
            public void arrived(long tag, AMQP.BasicProperties properties, byte[] body) {
                Delivery delivery = new Delivery(tag, properties, body, Instant.now(), listener.onReleased());
                settler.arrived(delivery);
                listener.onArrival().accept(new Slots.Waiting(delivery, settler));
            }

            @Override
            public void quiet() {
                listener.wakeOwner().run();
            }

            @Override
            public void ended(String why) {
                listener.onEnd().accept(why);
            }
        });
    }

    Channel channel() {
        return channel;
    }

    Settler settler() {
        return settler;
    }

    Subscription subscription() {
        return subscription;
    }

    void close() throws IOException {
        channel.abort();
    }
}
