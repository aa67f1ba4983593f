package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.ConnectionFactory;
import io.penstock.Outcome;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are made, or happen, to harm whoever handles them. */
@WithServers({ServerKind.RABBITMQ, ServerKind.KAFKA})
class HostileMessageIT {
    private final RabbitMqServer rabbit;
    private final KafkaServer kafka;
    private final String queue = Wire.freshQueue("hostile");
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private VirtualHost host;
    private Wire wire;

    HostileMessageIT(RabbitMqServer rabbit, KafkaServer kafka) {
        this.rabbit = rabbit;
        this.kafka = kafka;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "hostile");
        wire = new Wire(host.url());
    }

    @AfterEach
    void disconnect() throws Exception {
        kafka.start();
        wire.close();
    }

    private TestWorker start() throws Exception {
        return TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .kafka(kafka)
                .handle(queue, (payload, context) -> {
                    done.add(context.job().id());
                    return Outcome.done();
                })
                .start();
    }

    /** The client library drops the connection of whoever receives such headers, before anybody can look at them. */
    @Test
    void a_message_that_cannot_be_received_at_all_ends_in_the_dead_letter_queue_and_all_others_are_done()
            throws Exception {
        Map<String, Object> nested = Map.of("deep", 1);
        for (int depth = 0; depth < 40; depth++) {
            nested = Map.of("deeper", nested);
        }
        try (TestWorker worker = start()) {
            wire.publish(queue, "before", "{}");
            wire.publish(queue, "abyss", "{}", nested);
            for (int i = 0; i < 20; i++) {
                wire.publish(queue, "innocent-" + i, "{}");
            }
            Awaitility.await("all innocent jobs are done and only the hostile message is dead")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> done.size() == 21 && wire.ready(queue + ".dlq") == 1);
            assertThat(done).doesNotContain("abyss");
            Awaitility.await("the worker is ready again")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> worker.get("/health/ready").statusCode() == 200);
        }
    }

    /** The broker closes the channel of a publisher that claims to be somebody else. */
    @Test
    void a_foreign_message_in_the_spool_moves_out_of_the_way_and_events_are_delivered() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(host.url());
        try (TestWorker worker = start()) {
            BasicProperties claimed = new BasicProperties.Builder()
                    .userId(factory.getUsername())
                    .headers(new HashMap<>())
                    .build();
            wire.publish("penstock.events.spool", claimed, "not an event");
            Awaitility.await("the foreign message is parked")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> wire.ready("penstock.unroutable") == 1);
            assertThat(wire.take("penstock.unroutable").getProps().getUserId())
                    .as("the claim is not repeated")
                    .isNull();
            wire.publish(queue, "next", "{}");
            Awaitility.await().until(() -> done.contains("next"));
            assertThat(worker.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void the_longest_ids_that_are_allowed_can_be_told_of_while_kafka_is_away() throws Exception {
        kafka.stop();
        try (TestWorker worker = start()) {
            wire.publish(
                    queue,
                    "j".repeat(128),
                    "{}",
                    Map.of("penstock-replay-id", "r".repeat(128), "penstock-tenant", "t".repeat(256)));
            Awaitility.await("the event is in the spool")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> worker.metric("penstock_events_spooled_total") == 1
                            && worker.metric("penstock_settle_seconds_count") == 1);
            assertThat(done).hasSize(1);
        }
    }
}
