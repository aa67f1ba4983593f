package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Role;
import io.penstock.console.schedule.SampleSchedules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScheduleRoutesTest {
    private static final String PATH = "/api/v1/schedules";

    private TestConsole console;
    private String operator;
    private String reader;

    @BeforeAll
    void start() {
        console = new TestConsole();
        operator = console.token(Role.OPERATOR);
        reader = console.token(Role.READER);
    }

    @AfterAll
    void stop() {
        console.close();
    }

    private TestConsole.Reply ask(String method, String path, String token) throws Exception {
        return console.ask(method, PATH + path).token(token).reply();
    }

    private TestConsole.Reply send(String method, String path, String token, String json) throws Exception {
        return console.ask(method, PATH + path).token(token).body(json).reply();
    }

    private JsonNode create(String rest) throws Exception {
        TestConsole.Reply reply = send("POST", "", operator, "{\"queue\":\"pdfs\",\"payload\":{\"a\":1}," + rest + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json();
    }

    @Test
    void a_schedule_is_created_seen_changed_paused_resumed_and_cancelled() throws Exception {
        JsonNode created = create("\"name\":\"nightly\",\"cron\":\"0 2 * * *\",\"zone\":\"Europe/Berlin\"");
        String id = created.path("id").asText();
        assertThat(created.at("/timing/next")).hasSize(5);
        assertThat(created.at("/timing/next/0")).isEqualTo(created.at("/status/due_at"));
        assertThat(created.at("/policy/catch_up").asText()).isEqualTo("once");

        assertThat(ask("GET", "?name=nightly", reader)
                        .json()
                        .at("/schedules/0/id")
                        .asText())
                .isEqualTo(id);
        JsonNode changed = send("PATCH", "/" + id, operator, "{\"every\":\"90m\",\"jitter\":\"1m\"}")
                .json();
        assertThat(changed.at("/timing/every").asText()).isEqualTo("PT1H30M");
        assertThat(changed.at("/timing").has("cron")).isFalse();
        assertThat(changed.at("/policy/jitter").asText()).isEqualTo("PT1M");
        assertThat(ask("POST", "/" + id + "/pause", operator)
                        .json()
                        .at("/status/state")
                        .asText())
                .isEqualTo("paused");
        assertThat(ask("POST", "/" + id + "/resume", operator)
                        .json()
                        .at("/status/state")
                        .asText())
                .isEqualTo("active");
        assertThat(ask("POST", "/" + id + "/resume", operator).status()).isEqualTo(409);
        assertThat(ask("DELETE", "/" + id, operator).status()).isEqualTo(204);
        assertThat(ask("GET", "/" + id, reader).status()).isEqualTo(404);
        assertThat(ask("DELETE", "/" + id, operator).status()).isEqualTo(404);
        assertThat(console.lines.toString(StandardCharsets.UTF_8))
                .contains("schedules.create", "schedules.change", "schedules.pause", "schedules.cancel", id);
    }

    @Test
    void a_job_that_runs_once_may_be_put_off() throws Exception {
        String id = create("\"run_at\":\"2030-01-31T08:00:00Z\"").path("id").asText();
        JsonNode changed = send("PATCH", "/" + id, operator, "{\"run_at\":\"2031-01-31T08:00:00Z\",\"payload\":{}}")
                .json();

        assertThat(changed.at("/status/due_at").asText()).isEqualTo("2031-01-31T08:00:00Z");
        assertThat(changed.at("/payload/text").asText()).isEqualTo("{}");
        assertThat(changed.has("policy")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "every":"0s"                                         | every
        "every":"2s","in":"1s"                               | run_at
        "every":"2s","zone":"UTC"                            | zone
        "cron":"61 * * * *"                                  | cron
        "cron":"0 * * * *","zone":"Nowhere/At_All"           | zone
        "in":"soon"                                          | in
        "in":"5s","catch_up":"all"                           | run_at
        "in":"5s","name":"0-starts-with-a-digit"             | name
        "in":"5s","max_attempts":0                           | max_attempts
        "in":"5s","type":"no blanks"                         | type
        "every":"2s","jitter":"25h"                          | jitter
        "every":"2s","overlap":"skip"                        | overlap
        "every":"2s","overlap":"skip","catch_up":"all"       | catch_up
        "every":"2s","catch_up":"twice"                      | catchUp
        """)
    void what_does_not_fit_is_refused_with_the_name_of_the_field(String rest, String field) throws Exception {
        TestConsole.Reply reply = send("POST", "", operator, "{\"queue\":\"pdfs\",\"payload\":{}," + rest + "}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.json().path("field").asText().replace("_", "")).isEqualToIgnoringCase(field.replace("_", ""));
    }

    @Test
    void a_payload_must_be_an_object_keeps_its_digits_and_is_shown_redacted() throws Exception {
        assertThat(send("POST", "", operator, "{\"queue\":\"pdfs\",\"payload\":[1],\"in\":\"1h\"}")
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("payload");
        String body = "{\"queue\":\"pdfs\",\"in\":\"1h\",\"payload\":{\"n\":12345678901234567890.10,\"e\":\"\\ud800ä\","
                + "\"password\":\"hunter2\"}}";
        JsonNode created = send("POST", "", operator, body).json();
        String shown = created.at("/payload/text").asText();

        assertThat(shown).contains("12345678901234567890.10", "[redacted]").doesNotContain("hunter2");
        assertThat(ask("GET", "", reader).body()).doesNotContain("hunter2", "payload");
        assertThat(console.lines.toString(StandardCharsets.UTF_8)).doesNotContain("hunter2");
    }

    @Test
    void readers_see_and_do_not_touch() throws Exception {
        String id = create("\"every\":\"1h\"").path("id").asText();

        assertThat(ask("GET", "/" + id, reader).status()).isEqualTo(200);
        assertThat(ask("DELETE", "/" + id, reader).status()).isEqualTo(403);
        assertThat(ask("POST", "/" + id + "/run-now", reader).status()).isEqualTo(403);
    }

    @Test
    void other_tenants_schedules_do_not_exist() throws Exception {
        String acme = console.tenantToken(Role.OPERATOR, "acme");
        String id = create("\"every\":\"1h\",\"tenant\":\"globex\",\"name\":\"report\"")
                .path("id")
                .asText();
        String own = "{\"queue\":\"pdfs\",\"payload\":{},\"every\":\"1h\",\"name\":\"report\"";

        assertThat(ask("GET", "/" + id, acme).status()).isEqualTo(404);
        assertThat(ask("DELETE", "/" + id, acme).status()).isEqualTo(404);
        assertThat(ask("POST", "/" + id + "/pause", acme).status()).isEqualTo(404);
        assertThat(ask("GET", "?name=report", acme).json().path("schedules")).isEmpty();
        assertThat(send("POST", "", acme, own + ",\"tenant\":\"globex\"}").status())
                .isEqualTo(403);
        assertThat(send("POST", "", acme, own + "}").json().at("/job/tenant").asText())
                .isEqualTo("acme");
        assertThat(send("POST", "", acme, own + ",\"tenant\":\"acme\"}").status())
                .isEqualTo(409);
        assertThat(ask("GET", "", acme).json().path("schedules")).hasSize(1);
    }

    @Test
    void a_list_goes_on_where_its_last_page_ended() throws Exception {
        for (int i = 0; i < 3; i++) {
            create("\"in\":\"" + (i + 1) + "h\",\"type\":\"paged\"");
        }
        JsonNode first = ask("GET", "?type=paged&limit=2", reader).json();
        JsonNode second = ask(
                        "GET",
                        "?type=paged&limit=2&cursor=" + first.path("next").asText(),
                        reader)
                .json();

        assertThat(first.path("schedules")).hasSize(2);
        assertThat(second.path("schedules")).hasSize(1);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void without_a_broker_a_run_by_hand_is_refused_for_now_and_not_recorded() throws Exception {
        String id = create("\"every\":\"1h\"").path("id").asText();
        TestConsole.Reply reply = ask("POST", "/" + id + "/run-now", operator);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotEmpty();
        assertThat(ask("GET", "/" + id, reader).json().at("/status/runs").asInt())
                .isZero();
    }

    @Test
    void a_schedule_that_is_paused_shows_the_times_that_it_would_have_if_it_went_on() throws Exception {
        String id = create("\"every\":\"1h\"").path("id").asText();
        ask("POST", "/" + id + "/pause", operator);
        console.database
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE schedule SET due_at = TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00Z' WHERE id = ?",
                        id));

        JsonNode next = ask("GET", "/" + id, reader).json().at("/timing/next");
        assertThat(next).hasSize(5);
        assertThat(Instant.parse(next.path(0).asText())).isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void a_payload_that_workers_would_not_take_is_refused() throws Exception {
        String large = "x".repeat(SampleSchedules.LARGEST_PAYLOAD);
        TestConsole.Reply reply =
                send("POST", "", operator, "{\"queue\":\"pdfs\",\"in\":\"1h\",\"payload\":{\"a\":\"" + large + "\"}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("field").asText()).isEqualTo("payload");
    }
}
