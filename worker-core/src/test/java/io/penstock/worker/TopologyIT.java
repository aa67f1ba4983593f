package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.Outcome;
import io.penstock.internal.amqp.TopologyConflictException;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers declare on the broker, as its management API lists it. */
@WithServers(ServerKind.RABBITMQ)
class TopologyIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int RUNGS = 17;
    private static final String PARKED = """
            {"x-queue-type": "quorum", "x-delivery-limit": 1000000000}""";
    private final RabbitMqServer rabbit;
    private VirtualHost host;
    private Wire wire;

    TopologyIT(RabbitMqServer rabbit) {
        this.rabbit = rabbit;
    }

    @BeforeEach
    void connect() throws Exception {
        host = VirtualHost.on(rabbit, "topology");
        wire = new Wire(host.url());
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
    }

    private TestWorker.Builder worker(String queue) {
        return TestWorker.on(rabbit)
                .set("RABBITMQ_URL", host.url())
                .handle(queue, (payload, context) -> Outcome.done());
    }

    private Map<String, JsonNode> queues() throws Exception {
        Map<String, JsonNode> arguments = new TreeMap<>();
        for (JsonNode queue : host.list("queues")) {
            if (queue.get("exclusive").booleanValue()) {
                continue; // a worker's own ear, which ends with it
            }
            assertThat(queue.get("durable").booleanValue()).isTrue();
            arguments.put(queue.get("name").textValue(), queue.get("arguments"));
        }
        return arguments;
    }

    private Map<String, String> exchanges() throws Exception {
        Map<String, String> types = new TreeMap<>();
        for (JsonNode exchange : host.list("exchanges")) {
            String name = exchange.get("name").textValue();
            if (!name.isEmpty() && !name.startsWith("amq.")) {
                assertThat(exchange.get("durable").booleanValue()).isTrue();
                types.put(name, exchange.get("type").textValue() + " " + exchange.get("arguments"));
            }
        }
        return types;
    }

    private Set<String> bindings() throws Exception {
        Set<String> bindings = new TreeSet<>();
        for (JsonNode binding : host.list("bindings")) {
            boolean ear = binding.get("destination").textValue().startsWith("amq.gen-");
            if (!binding.get("source").textValue().isEmpty() && !ear) {
                bindings.add(binding.get("source").textValue() + " -"
                        + binding.get("routing_key").textValue() + "-> "
                        + binding.get("destination_type").textValue() + " "
                        + binding.get("destination").textValue());
            }
        }
        return bindings;
    }

    private static String rung(int n) {
        return "penstock.delay.%02d".formatted(n);
    }

    private static JsonNode deadLetteredTo(String exchange, int limit, String more) throws IOException {
        return JSON.readTree("""
                {"x-queue-type": "quorum", "x-delivery-limit": %d, "x-dead-letter-exchange": "%s",
                 "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish", %s}""".formatted(limit, exchange, more));
    }

    @Test
    void a_worker_declares_exactly_the_queues_of_the_architecture() throws Exception {
        String toQueue = """
                "x-dead-letter-routing-key": "emails\"""";
        Map<String, JsonNode> expected = new TreeMap<>();
        expected.put("emails", deadLetteredTo("penstock.dead", 20, toQueue));
        expected.put("emails.suspects", deadLetteredTo("penstock.dead", 3, toQueue));
        expected.put("emails.dlq", JSON.readTree(PARKED));
        expected.put("penstock.events.spool", JSON.readTree(PARKED));
        expected.put(
                "penstock.dead.reports", JSON.readTree("{\"x-queue-type\": \"quorum\", \"x-delivery-limit\": 20}"));
        expected.put("penstock.unroutable", JSON.readTree(PARKED));
        for (int n = 0; n < RUNGS; n++) {
            String next = n == 0 ? "penstock.delay.deliver" : rung(n - 1);
            String ttl = "\"x-message-ttl\": " + (1_000L << n);
            expected.put(rung(n), deadLetteredTo(next, 1_000_000_000, ttl));
        }
        try (TestWorker worker = worker("emails").start()) {
            assertThat(queues()).isEqualTo(expected);
        }
    }

    @Test
    void a_worker_declares_exactly_the_exchanges_and_bindings_of_the_architecture() throws Exception {
        Map<String, String> exchanges = new TreeMap<>(Map.of(
                "penstock.jobs", "direct {}",
                "penstock.dead", "direct {}",
                "notifications.fanout", "fanout {}",
                "penstock.unroutable", "fanout {}",
                "penstock.fleet", "topic {}",
                "penstock.gate.emails", "direct {}",
                "penstock.delay.deliver", "topic {\"alternate-exchange\":\"penstock.unroutable\"}"));
        Set<String> bindings = new TreeSet<>(Set.of(
                "penstock.jobs -emails-> queue emails",
                "penstock.dead -emails-> queue emails.dlq",
                "penstock.dead -emails-> queue penstock.dead.reports",
                "penstock.unroutable --> queue penstock.unroutable",
                "penstock.delay.deliver -#.emails-> queue emails"));
        for (int n = 0; n < RUNGS; n++) {
            String above = "*.".repeat(RUNGS - 1 - n);
            String next = n == 0 ? "penstock.delay.deliver" : rung(n - 1);
            exchanges.put(rung(n), "topic {}");
            bindings.add(rung(n) + " -" + above + "1.#-> queue " + rung(n));
            bindings.add(rung(n) + " -" + above + "0.#-> exchange " + next);
        }
        try (TestWorker worker = worker("emails").start()) {
            assertThat(exchanges()).isEqualTo(exchanges);
            assertThat(bindings()).isEqualTo(bindings);
        }
    }

    @Test
    void a_second_worker_and_a_second_start_change_nothing() throws Exception {
        try (TestWorker first = worker("emails").start()) {
            Map<String, JsonNode> queues = queues();
            Set<String> bindings = bindings();
            try (TestWorker second = worker("emails").start()) {
                assertThat(queues()).isEqualTo(queues);
                assertThat(bindings()).isEqualTo(bindings);
            }
        }
    }

    @Test
    void a_time_to_live_that_differs_stops_the_start_with_argument_values_and_a_way_out() throws Exception {
        try (TestWorker first = worker("emails").start()) {
            assertThat(wire.ready("emails")).isZero();
        }
        wire.publish("emails", "waits", "{}");
        Map<String, JsonNode> queues = queues();
        Set<String> bindings = bindings();
        WorkerConfig config = worker("emails").queue("emails", "TTL", "5s").config();
        try (WorkerProcess process = new WorkerProcess(config)) {
            assertThatThrownBy(process::start)
                    .isInstanceOf(TopologyConflictException.class)
                    .hasMessageContaining("queue emails (vhost " + host.name() + ")")
                    .hasMessageContaining("argument x-message-ttl")
                    .hasMessageContaining("5000")
                    .hasMessageContaining("none")
                    .hasMessageContaining("nothing was changed")
                    .hasMessageContaining("migrate")
                    .hasMessageContaining("rabbitmqctl delete_queue emails --if-empty");
        }
        assertThat(queues()).isEqualTo(queues);
        assertThat(bindings()).isEqualTo(bindings);
        assertThat(wire.ready("emails")).isEqualTo(1);
    }

    @Test
    void a_queue_of_somebody_else_under_the_same_name_is_left_alone_with_its_messages() throws Exception {
        try (TestWorker other = worker("pdfs").start()) {
            wire.channel().queueDeclare("emails", true, false, false, Map.of("x-max-length", 10));
            wire.publish("emails", "theirs", "{}");
            Map<String, JsonNode> queues = queues();
            Set<String> bindings = bindings();
            try (WorkerProcess process = new WorkerProcess(worker("emails").config())) {
                assertThatThrownBy(process::start)
                        .isInstanceOf(TopologyConflictException.class)
                        .hasMessageContaining("queue emails")
                        .hasMessageContaining("nothing was changed");
            }
            assertThat(queues()).isEqualTo(queues);
            assertThat(bindings()).isEqualTo(bindings);
            assertThat(wire.ready("emails")).isEqualTo(1);
        }
    }

    @Test
    void a_job_put_on_the_jobs_exchange_reaches_the_queue_it_names() throws Exception {
        try (TestWorker worker = worker("emails").start()) {
            wire.channel()
                    .basicPublish(
                            "penstock.jobs",
                            "emails",
                            true,
                            Wire.job("via-exchange").build(),
                            new byte[] {'['});
            assertThat(wire.dead("emails").getProps().getMessageId()).isEqualTo("via-exchange");
        }
    }
}
