package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Role;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.SampleLetters;
import io.penstock.console.redact.Redaction;
import io.penstock.console.store.Database;
import io.penstock.console.timeline.EventArchive;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.event.KafkaEventSink;
import io.penstock.testbed.KafkaServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithServers(ServerKind.KAFKA)
class TimelineIT {
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");

    private final String topic = "events-" + UUID.randomUUID();
    private final KafkaServer kafka;
    private KafkaEventSink sink;
    private TestConsole console;
    private String token;

    TimelineIT(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void open() throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 7, (short) 1))).all().get();
        }
        sink = new KafkaEventSink(kafka.bootstrapServers(), topic);
        console = console(new EventArchive(kafka.bootstrapServers(), topic, Duration.ofSeconds(20)));
        token = console.token(Role.READER);
    }

    private static TestConsole console(EventArchive archive) {
        Database database = TestConsole.inMemory();
        var routes = new TimelineRoutes(archive, new Letters(database.jdbi()), Redaction.usual(), Clock.systemUTC());
        return new TestConsole(database, routes.routes());
    }

    @AfterEach
    void close() {
        sink.close();
        console.close();
    }

    private CompletableFuture<Void> tell(String job, JobEvent.Kind kind, int attempt, String tenant, String data) {
        return sink.deliver(new JobEvent(
                        job + ":" + attempt + ":" + kind.word(),
                        kind,
                        "emails",
                        job,
                        NOW.plusSeconds(attempt),
                        tenant,
                        null,
                        null,
                        data.getBytes(StandardCharsets.UTF_8)))
                .toCompletableFuture();
    }

    private TestConsole.Reply ask(String token, String job) throws Exception {
        return console.ask("GET", "/api/v1/jobs/" + job).token(token).reply();
    }

    @Test
    void a_job_is_told_by_its_events_the_oldest_first_each_once_and_redacted() throws Exception {
        tell("order-7", JobEvent.Kind.RETRYING, 1, null, "{\"error\":{\"message\":\"421\"}}")
                .join();
        tell("order-8", JobEvent.Kind.FAILED, 1, null, "{}").join();
        tell("order-7", JobEvent.Kind.COMPLETED, 2, null, "{\"result\":{\"token\":\"hunter2\",\"n\":1.10}}")
                .join();
        tell("order-7", JobEvent.Kind.COMPLETED, 2, null, "{\"result\":{}}").join();

        JsonNode answer = ask(token, "order-7").json();
        assertThat(answer.path("complete").booleanValue()).isTrue();
        assertThat(answer.path("events").findValuesAsText("id"))
                .containsExactly("order-7:1:retrying", "order-7:2:completed");
        assertThat(answer.path("events").get(0).path("at").textValue()).isEqualTo("2030-01-31T12:00:01Z");
        assertThat(answer.path("events").get(1).path("type").textValue()).isEqualTo("io.penstock.job.completed.v1");
        assertThat(answer.path("events")
                        .get(1)
                        .path("data")
                        .path("result")
                        .path("n")
                        .toString())
                .isEqualTo("1.10");
        assertThat(answer.toString()).doesNotContain("hunter2");
    }

    @Test
    void every_job_is_found_in_the_partition_that_its_id_leads_to() throws Exception {
        List<CompletableFuture<Void>> told = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            told.add(tell("j" + i, JobEvent.Kind.COMPLETED, 1, null, "{}"));
        }
        told.forEach(CompletableFuture::join);
        for (int i = 0; i < 200; i += 13) {
            assertThat(ask(token, "j" + i).json().path("events")).hasSize(1);
        }
    }

    @Test
    void events_of_other_tenants_are_not_shown() throws Exception {
        tell("order-7", JobEvent.Kind.COMPLETED, 1, "acme", "{}").join();
        assertThat(ask(console.tenantToken(Role.READER, "acme"), "order-7").status())
                .isEqualTo(200);
        assertThat(ask(console.tenantToken(Role.READER, "other"), "order-7").status())
                .isEqualTo(404);
        assertThat(ask(console.token(Role.PRODUCER), "order-7").status()).isEqualTo(403);
    }

    @Test
    void a_job_that_nobody_has_told_of_is_not_found_before_since_neither() throws Exception {
        assertThat(ask(token, "no-such-job").status()).isEqualTo(404);
        tell("order-7", JobEvent.Kind.COMPLETED, 1, null, "{}").join();
        assertThat(ask(token, "order-7").status()).isEqualTo(200);
        assertThat(ask(token, "order-7?since=" + Instant.now().plusSeconds(60)).status())
                .isEqualTo(404);
    }

    @Test
    void dead_letters_are_part_of_it_and_without_kafka_all_of_it() throws Exception {
        try (TestConsole without = console(null)) {
            NewLetter letter = SampleLetters.letter(SampleLetters.Kind.USUAL);
            String dead = without.die(letter);
            JsonNode answer = without.ask("GET", "/api/v1/jobs/" + letter.job().id())
                    .token(without.token(Role.READER))
                    .reply()
                    .json();
            assertThat(answer.path("dead_letters").get(0).textValue()).isEqualTo(dead);
            assertThat(answer.path("complete").booleanValue()).isFalse();
        }
    }

    @Test
    void while_kafka_is_away_callers_are_told_to_come_back() throws Exception {
        try (TestConsole other = console(new EventArchive("127.0.0.1:1", topic, Duration.ofSeconds(1)))) {
            TestConsole.Reply reply = other.ask("GET", "/api/v1/jobs/order-7")
                    .token(other.token(Role.READER))
                    .reply();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isNotEmpty();
        }
    }
}
