package io.penstock.internal.job;

/** What is done with the deliveries of a queue. */
public interface DeliveryProcessor {

    /**
     * Processes a delivery on a virtual thread of its own and sees to it that the settler answers it, now or later. Does
     * not throw.
     */
    void process(Delivery delivery, Settler settler);

    /** No more work is wanted: what has been begun and waits for its turn is handed back. Must not block. */
    default void drain() {}

    /** Work is wanted again after {@link #drain}. Must not block. */
    default void resume() {}

    /** No more work is wanted before the delivery's turn came. Called on the channel's owner thread; must not block. */
    default void handBack(Delivery delivery, Settler settler) {
        settler.requeue(delivery);
    }
}
