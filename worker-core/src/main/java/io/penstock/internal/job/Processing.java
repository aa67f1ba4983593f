package io.penstock.internal.job;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the deliveries of a queue processed, and sees to it that each is answered and released at last, whatever goes wrong
 * and on whatever thread. Thread-safe.
 */
final class Processing implements Slots.Beginning {
    private static final Logger log = LoggerFactory.getLogger(Processing.class);

    private final String queue;
    private final DeliveryProcessor processor;

    Processing(String queue, DeliveryProcessor processor) {
        this.queue = queue;
        this.processor = processor;
    }

    @Override
    public @Nullable Runnable begin(Slots.Waiting next) {
        try {
            CompletableFuture<Runnable> rest =
                    processor.begin(next.delivery(), next.settler()).toCompletableFuture();
            if (rest.isDone()) {
                return () -> finish(next, rest::join);
            }
            var unused =
                    rest.whenComplete((known, failure) -> Thread.startVirtualThread(() -> finish(next, rest::join)));
            return null;
        } catch (RuntimeException | Error e) {
            return () -> finish(next, () -> {
                throw e;
            });
        }
    }

    private void finish(Slots.Waiting next, Supplier<Runnable> rest) {
        Delivery delivery = next.delivery();
        Thread.currentThread().setName(queue + "-" + delivery.tag());
        try {
            rest.get().run();
        } catch (RuntimeException | Error e) {
            log.error("a delivery of queue {} could not be processed and goes back", queue, e);
            next.settler().requeue(delivery);
        } finally {
            delivery.release();
        }
    }
}
