package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Outcome;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody deletes what a running worker needs. */
@WithServers(ServerKind.RABBITMQ)
class RedeclareIT {
    private final RabbitMqServer rabbit;
    private final String queue = Wire.freshQueue("tidied");
    private VirtualHost host;
    private Wire wire;

    RedeclareIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "redeclare");
        wire = new Wire(host.url());
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
    }

    @Test
    void a_dead_letter_finds_its_queue_again_although_somebody_deleted_it() throws Exception {
        try (TestWorker worker = TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .handle(queue, (payload, context) -> Outcome.rejected("never"))
                .start()) {
            wire.channel().queueDelete(queue + ".dlq");
            wire.publish(queue, "orphan", "{}");
            Awaitility.await("the dead letter, in a queue that is there again")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(this::deadLetters, count -> count == 1);
        }
    }

    /** On a connection of its own, as looking for a queue that is not there closes the channel. */
    private long deadLetters() throws Exception {
        try (Wire fresh = new Wire(host.url())) {
            return fresh.ready(queue + ".dlq");
        }
    }

    @Test
    void a_retry_finds_its_delay_exchange_again_although_somebody_deleted_it() throws Exception {
        BlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();
        try (TestWorker worker = TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .queue(queue, "RETRY_BASE", "1s")
                .queue(queue, "RETRY_CAP", "1s")
                .handle(queue, (payload, context) -> {
                    attempts.add(context.job().attempt());
                    return context.job().attempt() == 1 ? Outcome.failed("once") : Outcome.done();
                })
                .start()) {
            wire.channel().exchangeDelete("penstock.delay.00");
            wire.publish(queue, "delayed", "{}");
            assertThat(attempts.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(attempts.poll(20, TimeUnit.SECONDS)).as("the retry").isEqualTo(2);
        }
    }
}
