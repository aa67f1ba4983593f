package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.Outcome;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What supervisors and dashboards see of a worker. */
@WithServers({ServerKind.RABBITMQ, ServerKind.KAFKA, ServerKind.REDIS})
class HealthIT {
    private static final JsonMapper JSON = new JsonMapper();

    private final RabbitMqServer rabbit;
    private final KafkaServer kafka;
    private final RedisServer redis;
    private final String queue = Wire.freshQueue("watched");
    private Wire wire;

    HealthIT(RabbitMqServer rabbit, KafkaServer kafka, RedisServer redis) {
        this.rabbit = rabbit;
        this.kafka = kafka;
        this.redis = redis;
    }

    @BeforeEach
    void connect() throws Exception {
        wire = new Wire(rabbit);
    }

    @AfterEach
    void disconnect() throws Exception {
        wire.close();
    }

    private TestWorker worker() throws Exception {
        return TestWorker.on(rabbit)
                .kafka(kafka)
                .redis(redis)
                .handle(queue, (payload, context) -> payload.has("bad") ? Outcome.rejected("bad") : Outcome.done())
                .start();
    }

    @Test
    void a_ready_worker_lists_the_state_of_every_part() throws Exception {
        try (TestWorker worker = worker()) {
            HttpResponse<String> ready = worker.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            JsonNode report = JSON.readTree(ready.body());
            assertThat(report.get("status").textValue()).isEqualTo("up");
            JsonNode checks = report.get("checks");
            assertThat(checks.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "queue " + queue, "queue " + queue + ".suspects", "rabbitmq", "ledger", "kafka", "redis");
            assertThat(checks.get("queue " + queue).textValue()).isEqualTo("consuming");
            for (String part : List.of("rabbitmq", "ledger", "kafka", "redis")) {
                assertThat(checks.get(part).textValue()).as(part).isEqualTo("up");
            }
            HttpResponse<String> live = worker.get("/health/live");
            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(live.body()).get("status").textValue()).isEqualTo("up");
        }
    }

    @Test
    void every_metric_of_the_contract_is_there_with_its_labels() throws Exception {
        try (TestWorker worker = worker()) {
            wire.publish(queue, "m-1", "{}");
            wire.publish(queue, "m-2", "{\"bad\":1}");
            await().until(() -> worker.metric("penstock_jobs_total{outcome=\"") == 2);
            String labels = "queue=\"" + queue + "\",type=\"" + queue + ".test\"";
            String metrics = worker.get("/metrics").body();
            assertThat(metrics)
                    .contains(
                            "penstock_jobs_total{outcome=\"completed\"," + labels + "} 1.0",
                            "penstock_jobs_total{outcome=\"dead_lettered\"," + labels + "} 1.0",
                            "penstock_job_duration_seconds_count{" + labels + "} 2",
                            "penstock_job_duration_seconds_bucket{" + labels + ",le=\"",
                            "penstock_queue_wait_seconds_count{queue=\"" + queue + "\"} 2",
                            "penstock_worker_slots{queue=\"" + queue + "\",state=\"busy\"}",
                            "penstock_worker_slots{queue=\"" + queue + "\",state=\"free\"}",
                            "penstock_dead_letters_total{queue=\"" + queue + "\",reason=\"rejected\"} 1.0",
                            "penstock_settle_seconds_count");
            assertThat(metrics)
                    .as("what has not happened yet counts zero, so that the first time is an increase")
                    .contains(
                            "penstock_dead_letters_total{queue=\"" + queue + "\",reason=\"delivery_limit\"} 0.0",
                            "penstock_dead_letters_total{queue=\"" + queue + "\",reason=\"expired\"} 0.0",
                            "penstock_events_spooled_total{sink=\"kafka\"} 0.0",
                            "penstock_events_spooled_total{sink=\"redis\"} 0.0",
                            "penstock_handbacks_total{queue=\"" + queue + "\"} 0.0",
                            "penstock_suspects_total{queue=\"" + queue + "\"} 0.0");
        }
    }

    @Test
    void other_addresses_and_methods_are_refused() throws Exception {
        try (TestWorker worker = worker();
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(worker.get("/health/ready/more").statusCode()).isEqualTo(404);
            assertThat(worker.get("/").statusCode()).isEqualTo(404);
            URI metrics = URI.create("http://127.0.0.1:" + worker.process().port() + "/metrics");
            HttpRequest post = HttpRequest.newBuilder(metrics)
                    .POST(BodyPublishers.ofString("x"))
                    .build();
            assertThat(client.send(post, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(405);
        }
    }
}
