package io.penstock.internal.job;

import java.util.concurrent.CompletionStage;

/** What is done with the deliveries of a queue. */
public interface DeliveryProcessor {

    /**
     * Begins with a delivery, on a thread that begins with others as well and must not wait for anything.
     *
     * @return what is left to do, on a thread of the delivery's own: at once, or as soon as those who were asked have
     *     answered. It sees to it that the settler answers the delivery, now or later, and may take its time
     */
    CompletionStage<Runnable> begin(Delivery delivery, Settler settler);

    /** No more work is wanted: what has been begun and waits for its turn is handed back. Must not block. */
    default void drain() {}

    /** Work is wanted again after {@link #drain}. Must not block. */
    default void resume() {}

    /** No more work is wanted before the delivery's turn came. Called on the channel's owner thread; must not block. */
    default void handBack(Delivery delivery, Settler settler) {
        settler.requeue(delivery);
    }
}
