package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.client.JobClient;
import io.penstock.console.access.Role;
import io.penstock.console.access.Rule;
import io.penstock.console.enqueue.JobIntake;
import io.penstock.console.enqueue.KnownJobs;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.SampleLetters;
import io.penstock.console.redact.Redaction;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.store.Database;
import io.penstock.internal.contract.ContractDocuments;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds the OpenAPI document against the running server: whatever a client sends, the answer is one that it describes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private static final List<String> ODD_VALUES = List.of(
            "0",
            "-1",
            "99999999999999999999999999",
            "9223372036854775807",
            "999999999999999999",
            "1e9",
            "NaN",
            "null",
            "../users",
            "%00",
            "'; DROP TABLE audit_entry; --",
            "<script>",
            "ä€😀",
            "a".repeat(3_000),
            "{id}",
            ";x=1",
            "+999999999-12-31T23:59:59Z",
            "2026-11-25T10:00:00Z",
            "open",
            "\\");
    private static final List<String> ODD_BODIES = List.of(
            "",
            "null",
            "[]",
            "{",
            "\"text\"",
            "{}",
            "{\"x\":1}",
            "[".repeat(5_000),
            "{\"reason\":1e999999}",
            "{\"ids\":[99999999999999999999]}",
            "{\"ids\":[\"999999999999999999\"],\"reason\":\"\\u0000\"}",
            "{\"filter\":{\"since\":\"+999999999-01-01T00:00:00Z\"}}",
            "{\"filter\":{\"q\":\"%_\\\\'\"},\"reason\":\"r\"}",
            "{\"name\":\"\\u0000\",\"password\":\"" + "p".repeat(20) + "\",\"grants\":{\"role\":\"reader\"}}",
            "{\"name\":\"n\",\"password\":\"" + "p".repeat(300) + "\",\"grants\":{\"role\":\"reader\"}}",
            "{\"name\":\"" + "n".repeat(500) + "\",\"grants\":{\"role\":\"reader\",\"tenant\":\"" + "t".repeat(500)
                    + "\"}}",
            "{\"name\":{\"a\":1}}",
            "{\"note\":\"\\ud800\"}",
            "{\"grants\":{\"role\":7}}",
            "{\"queue\":\"q\",\"payload\":{}}",
            "{\"queue\":\"\u0000\",\"payload\":{},\"tenant\":\"\u0000\",\"id\":\"\u0000\"}",
            "{\"queue\":\"q\",\"payload\":{},\"run_at\":\"+999999999-01-01T00:00:00Z\"}",
            "{\"queue\":\"q\",\"payload\":{},\"max_attempts\":99999999999999999999}",
            "{\"jobs\":[null,7,{},{\"queue\":\"q\",\"payload\":{},\"id\":\"x\"}]}",
            "{\"jobs\":{}}",
            "{\"disabled\":\"yes\"}");

    private TestConsole console;
    private JobClient nowhere;
    private JsonNode document;
    private Map<Role, String> tokens;

    @BeforeAll
    void start() throws Exception {
        Database database = TestConsole.inMemory();
        nowhere = JobClient.builder("amqp://127.0.0.1:1")
                .timeout(Duration.ofMillis(50))
                .build();
        JobIntake intake = new JobIntake(nowhere, new KnownJobs(database, Duration.ofDays(1), Clock.systemUTC()));
        PayloadSchemas schemas = PayloadSchemas.of(ContractDocuments.find(Path.of("no-plugins")));
        console = new TestConsole(
                database,
                Stream.concat(
                                new JobRoutes(intake, schemas, 1_048_576).routes().stream(),
                                new TimelineRoutes(
                                                null,
                                                new Letters(database.jdbi()),
                                                Redaction.usual(),
                                                Clock.systemUTC())
                                        .routes().stream())
                        .toList());
        tokens = Map.of(Role.READER, console.token(Role.READER), Role.ADMIN, console.token(Role.ADMIN));
        console.die(SampleLetters.letter(SampleLetters.Kind.USUAL));
        document = console.ask("GET", "/api/v1/openapi.json")
                .token(tokens.get(Role.READER))
                .reply()
                .json();
    }

    @AfterAll
    void stop() {
        console.close();
        nowhere.close();
    }

    @Test
    void every_route_has_a_rule_a_summary_and_a_place_in_the_document() {
        for (Route route : console.table.routes()) {
            assertThat(route.rule()).isNotNull();
            assertThat(route.operation().summary()).isNotBlank();
            assertThat(operation(route).path("responses")).as(route.path()).isNotEmpty();
            assertThat(route.effect().mutates()).isEqualTo(route.method() != Route.Method.GET);
        }
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void only_signing_in_and_probes_are_open_to_anybody() {
        assertThat(console.table.routes().stream()
                        .filter(route -> route.rule() instanceof Rule.Anyone)
                        .map(route -> route.method() + " " + route.path()))
                .containsExactlyInAnyOrder(
                        "GET /health/live", "GET /health/ready", "POST /api/v1/session", "GET /api/v1/session/ways");
    }

    @Test
    void every_route_refuses_whom_its_rule_does_not_name() throws Exception {
        for (Route route : console.table.routes()) {
            if (route.rule() instanceof Rule.Anyone) {
                continue;
            }
            String path = route.path().replaceAll("\\{[a-z]+}", "1");
            assertThat(checked(route, console.ask(route.method().name(), path).reply()))
                    .as(route.path())
                    .isEqualTo(401);
            assertThat(checked(
                            route,
                            console.ask(route.method().name(), path)
                                    .token("penstock_wrong")
                                    .reply()))
                    .isEqualTo(401);
            if (!route.rule().permits(null) && !readersMay(route)) {
                assertThat(checked(
                                route,
                                console.ask(route.method().name(), path)
                                        .token(tokens.get(Role.READER))
                                        .reply()))
                        .as(route.path())
                        .isEqualTo(403);
            }
        }
    }

    private static boolean readersMay(Route route) {
        return switch (route.rule()) {
            case Rule.Anyone anyone -> true;
            case Rule.AtLeast least -> least.role() == Role.READER;
            case Rule.Everywhere everywhere -> everywhere.role() == Role.READER;
            case Rule.MayReveal reveal -> false;
        };
    }

    @Test
    void whatever_is_sent_the_answer_is_one_that_the_document_describes() throws Exception {
        for (Route route : console.table.routes()) {
            // one's own session is not what is tested
            String token = tokens.get(Role.ADMIN);
            for (String path : paths(route)) {
                checked(
                        route,
                        console.ask(route.method().name(), path).token(token).reply());
                checked(
                        route,
                        console.ask(route.method().name(), path)
                                .token(token)
                                .header("Content-Type", "text/xml")
                                .reply());
            }
            if (route.operation().takes() != null) {
                String path = route.path().replaceAll("\\{[a-z]+}", "1");
                for (String body : ODD_BODIES) {
                    checked(
                            route,
                            console.ask(route.method().name(), path)
                                    .token(token)
                                    .body(body)
                                    .reply());
                }
                checked(
                        route,
                        console.ask(route.method().name(), path)
                                .token(token)
                                .body("x".repeat(600_000))
                                .reply());
            }
        }
    }

    private static List<String> paths(Route route) {
        List<String> paths = new ArrayList<>();
        for (String value : ODD_VALUES) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            paths.add(route.path().replaceAll("\\{[a-z]+}", encoded));
            for (Parameter parameter : route.operation().parameters()) {
                if (!route.pathNames().contains(parameter.name())) {
                    paths.add(route.path().replaceAll("\\{[a-z]+}", "1") + "?" + parameter.name() + "=" + encoded);
                }
            }
        }
        paths.add(route.path().replaceAll("\\{[a-z]+}", "1") + "?unknown=1&unknown=2");
        return paths;
    }

    private JsonNode operation(Route route) {
        return document.path("paths")
                .path(route.path())
                .path(route.method().name().toLowerCase(Locale.ROOT));
    }

    /** The status, after it was seen that the document has it, with this content type. */
    private int checked(Route route, TestConsole.Reply reply) {
        String what = route.method() + " " + route.path() + " answered " + reply.status() + " " + reply.body();
        String type = reply.header("Content-Type").replaceFirst(";.*", "");
        assertThat(reply.status()).as(what).isNotEqualTo(500);
        // what HTTP itself does not allow, and paths that no route has, no route describes
        boolean outside =
                reply.status() == 404 || reply.status() == 414 || reply.status() == 400 || reply.status() == 405;
        JsonNode response = operation(route).path("responses").path("" + reply.status());
        if (!outside || !response.isMissingNode()) {
            assertThat(response.isMissingNode()).as(what).isFalse();
        }
        if (reply.status() >= 400 && !route.path().startsWith("/health")) {
            assertThat(type).as(what).isEqualTo("application/problem+json");
            assertThat(reply.json().path("status").asInt()).as(what).isEqualTo(reply.status());
        } else if (reply.status() != 204) {
            assertThat(response.path("content").has(type)).as(what).isTrue();
        }
        return reply.status();
    }
}
