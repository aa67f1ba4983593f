package io.penstock.internal.job;

/** What is done with the deliveries of a queue. */
public interface DeliveryProcessor {

    /**
     * Processes a delivery on a virtual thread of its own and sees to it that the settler answers it, now or later. Does
     * not throw.
     */
    void process(Delivery delivery, Settler settler);

    /** The process stops: what has been begun and waits for its turn is handed back. Must not block. */
    default void drain() {}

    /** The process stops before the delivery's turn came. Called on the channel's owner thread; must not block. */
    default void handBack(Delivery delivery, Settler settler) {
        settler.requeue(delivery);
    }
}
