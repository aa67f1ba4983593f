package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    @Test
    void a_slot_is_freed_once_however_often_a_delivery_is_released() {
        AtomicInteger freed = new AtomicInteger();
        Delivery delivery = new Delivery(1, new BasicProperties(), new byte[0], Given.RECEIVED, freed::incrementAndGet);
        delivery.release();
        delivery.release();
        assertThat(freed).hasValue(1);
    }
}
