package io.penstock.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@WithServers(ServerKind.KAFKA)
class KafkaServerIT {
    private final KafkaServer broker;

    KafkaServerIT(KafkaServer broker) {
        this.broker = broker;
    }

    @Test
    void a_killed_broker_comes_back_with_its_records() throws Exception {
        send("killed", "still there");
        String servers = broker.bootstrapServers();

        broker.kill();
        assertThat(broker.isRunning()).isFalse();

        broker.start();
        assertThat(broker.bootstrapServers()).isEqualTo(servers).isEqualTo(broker.url());
        assertThat(recordsOf("killed")).containsExactly("still there");
    }

    @Test
    void a_restarted_broker_has_its_records() throws Exception {
        send("restarted", "still there");

        broker.restart();

        assertThat(recordsOf("restarted")).containsExactly("still there");
    }

    @Test
    void a_paused_broker_answers_nobody_until_it_is_resumed() throws Exception {
        broker.pause();
        assertThat(broker.isRunning()).isTrue();
        assertThatThrownBy(() -> send("paused", "lost"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);

        broker.resume();
        send("paused", "after the pause");
        assertThat(recordsOf("paused")).contains("after the pause");
    }

    @Test
    void cut_connections_are_noticed_and_clients_connect_again() throws Exception {
        URI address = URI.create("tcp://" + broker.bootstrapServers());
        try (KafkaProducer<String, String> producer = producer();
                Socket socket = new Socket(address.getHost(), address.getPort())) {
            producer.send(new ProducerRecord<>("cut", "before")).get(20, TimeUnit.SECONDS);
            socket.setSoTimeout(5_000);
            await().until(() -> producerConnections(producer) > 0);

            broker.cutConnections();

            assertThat(endOf(socket)).isTrue();
            await().until(() -> closedConnections(producer) > 0);
            producer.send(new ProducerRecord<>("cut", "after")).get(20, TimeUnit.SECONDS);
        }
        assertThat(recordsOf("cut")).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void a_topic_is_created_at_first_use_with_three_partitions() throws Exception {
        send("created", "first");

        try (KafkaProducer<String, String> producer = producer()) {
            assertThat(producer.partitionsFor("created")).hasSize(3);
        }
    }

    private static boolean endOf(Socket socket) throws IOException {
        return socket.getInputStream().read() < 0;
    }

    private static double producerConnections(KafkaProducer<String, String> producer) {
        return metric(producer, "connection-count");
    }

    private static double closedConnections(KafkaProducer<String, String> producer) {
        return metric(producer, "connection-close-total");
    }

    private static double metric(KafkaProducer<String, String> producer, String name) {
        return producer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(entry -> (Double) entry.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    private void send(String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private List<String> recordsOf(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "group.id", topic, "auto.offset.reset", "earliest");
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> found.add(message.value()));
                return !found.isEmpty();
            });
            consumer.poll(Duration.ofMillis(500)).forEach(message -> found.add(message.value()));
        }
        return found;
    }

    private KafkaProducer<String, String> producer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "max.block.ms", 3_000,
                "request.timeout.ms", 3_000,
                "delivery.timeout.ms", 15_000,
                "linger.ms", 0);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
