package io.penstock.internal.job;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.amqp.Names;
import io.penstock.internal.event.Outbox;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events from the spool when their receiver is back. An event whose receiver is still away goes to the end of
 * the spool after a while, so that events for one receiver do not hold up those for another.
 */
public final class SpoolRelay implements DeliveryProcessor {
    private static final Logger log = LoggerFactory.getLogger(SpoolRelay.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

    private final Outbox outbox;

    public SpoolRelay(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public CompletionStage<Runnable> begin(Delivery delivery, Settler settler) {
        return CompletableFuture.completedStage(() -> relay(delivery, settler));
    }

    private void relay(Delivery delivery, Settler settler) {
        try {
            Outbox.Redelivery redelivery = outbox.redeliver(delivery.properties(), delivery.body())
                    .toCompletableFuture()
                    .join();
            switch (redelivery) {
                case DELIVERED -> settler.ack(delivery);
                case NOT_NOW -> backToTheEnd(delivery, settler, PAUSE);
                case REFUSED, NOT_CONFIGURED -> backToTheEnd(delivery, settler, LONG_PAUSE);
            }
        } catch (IllegalArgumentException e) {
            log.error(
                    "an event in {} cannot be read and moves to {}: {}", Names.SPOOL, Names.UNROUTABLE, e.getMessage());
            settler.replace(delivery, copy(delivery, Names.UNROUTABLE));
        } catch (CompletionException e) {
            backToTheEnd(delivery, settler, PAUSE);
        }
    }

    private static void backToTheEnd(Delivery delivery, Settler settler, Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        settler.replace(delivery, copy(delivery, Names.SPOOL));
    }

    private static Message copy(Delivery delivery, String queue) {
        BasicProperties properties = delivery.properties();
        return Message.toQueue(
                queue,
                properties
                        .builder()
                        .headers(Copies.withoutBrokersOwn(properties.getHeaders()))
                        .deliveryMode(2)
                        .userId(null)
                        .expiration(null)
                        .build(),
                delivery.body());
    }
}
