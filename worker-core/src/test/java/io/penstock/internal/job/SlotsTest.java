package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final int SLOTS = 3;

    private final AtomicInteger busy = new AtomicInteger();
    private final Queue<Slots.Waiting> begun = new ConcurrentLinkedQueue<>();

    private static void add(Slots slots, int deliveries) {
        for (int i = 0; i < deliveries; i++) {
            slots.add(waiting());
        }
    }

    /** Nobody answers it here. */
    @SuppressWarnings("NullAway")
    private static Slots.Waiting waiting() {
        return new Slots.Waiting(Given.delivery(new BasicProperties(), new byte[0]), null);
    }

    @Test
    void no_more_deliveries_are_begun_with_than_there_are_slots() {
        Slots slots = new Slots(() -> SLOTS, busy, next -> {
            begun.add(next);
            return null;
        });
        add(slots, SLOTS + 2);
        await().until(() -> begun.size() == SLOTS);
        slots.free();
        await("the slot that is free again is taken").until(() -> begun.size() == SLOTS + 1);
        assertThat(busy).hasValue(SLOTS);
    }

    @Test
    void each_slot_runs_a_delivery_though_all_of_them_keep_their_threads() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(SLOTS);
        Slots slots = new Slots(() -> SLOTS, busy, next -> () -> {
            begun.add(next);
            all.countDown();
            awaitForever();
        });
        add(slots, SLOTS);
        all.await();
        assertThat(begun).hasSize(SLOTS);
    }

    private static void awaitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void every_delivery_is_begun_with_once_however_many_threads_take_and_free() {
        int many = 20_000;
        Slots[] slots = new Slots[1];
        slots[0] = new Slots(() -> SLOTS, busy, next -> {
            begun.add(next);
            Thread.startVirtualThread(slots[0]::free);
            return null;
        });
        add(slots[0], many);
        await().until(() -> begun.size() == many && busy.get() == 0);
        assertThat(begun).doesNotHaveDuplicates();
    }

    @Test
    void after_it_is_closed_what_waits_is_left_to_be_handed_back() {
        Slots slots = new Slots(() -> SLOTS, busy, next -> null);
        slots.close();
        add(slots, 1);
        assertThat(slots.poll()).isNotNull();
        assertThat(busy).hasValue(0);
    }
}
