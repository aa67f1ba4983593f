package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.console.access.Role;
import io.penstock.console.audit.AuditFilter;
import io.penstock.console.letter.SampleLetters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayRoutesTest {
    private static final String PATH = "/api/v1/replays";

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

    private TestConsole.Reply post(String token, String path, String body) throws Exception {
        return console.ask("POST", PATH + path).token(token).body(body).reply();
    }

    private JsonNode get(String token, String path) throws Exception {
        TestConsole.Reply reply = console.ask("GET", PATH + path).token(token).reply();
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    private String die(String queue, String tenant) {
        return console.die(
                SampleLetters.letter(SampleLetters.Kind.USUAL.in(queue).of(tenant)));
    }

    private JsonNode plan(String token, String queue) throws Exception {
        TestConsole.Reply reply = post(
                token,
                "",
                "{\"filter\":{\"queue\":\"%s\"},\"reason\":\"relay is back\",\"rate\":20,\"canary\":5}"
                        .formatted(queue));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json();
    }

    @Test
    void a_plan_is_made_looked_at_started_paused_changed_and_cancelled_by_an_operator() throws Exception {
        String letter = die("planned", null);
        String id = plan(operator, "planned").path("id").asText();

        JsonNode shown = get(reader, "/" + id);
        assertThat(shown.path("state").asText()).isEqualTo("planned");
        assertThat(shown.at("/items/0/dead_letter_id").asText()).isEqualTo(letter);
        assertThat(shown.at("/items/0/state").asText()).isEqualTo("pending");
        assertThat(shown.at("/settings/canary_wait_seconds").asInt()).isEqualTo(300);
        assertThat(get(reader, "?state=planned").at("/replays/0/id").asText()).isEqualTo(id);
        for (String step : new String[] {"start", "pause", "resume"}) {
            TestConsole.Reply reply = console.ask("POST", PATH + "/" + id + "/" + step)
                    .token(operator)
                    .reply();
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        }
        assertThat(console.ask("PATCH", PATH + "/" + id)
                        .token(operator)
                        .body("{\"rate\":500}")
                        .reply()
                        .json()
                        .at("/settings/rate")
                        .asInt())
                .isEqualTo(500);
        assertThat(console.ask("POST", PATH + "/" + id + "/start")
                        .token(operator)
                        .reply()
                        .status())
                .isEqualTo(409);
        assertThat(console.ask("POST", PATH + "/" + id + "/cancel")
                        .token(operator)
                        .reply()
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("cancelling");
        assertThat(console.audit.page(new AuditFilter(null, "replays.start", null, null, null), null, 10))
                .anySatisfy(entry -> assertThat(entry.target()).isEqualTo("replay " + id));
    }

    @Test
    void a_reader_plans_nothing_and_a_replay_needs_a_reason() throws Exception {
        die("reasons", null);
        assertThat(post(reader, "", "{\"filter\":{},\"reason\":\"r\"}").status())
                .isEqualTo(403);
        for (String body : new String[] {
            "{\"filter\":{}}",
            "{\"filter\":{},\"reason\":\" \"}",
            "{\"reason\":\"r\"}",
            "{\"ids\":[\"1\"],\"filter\":{},\"reason\":\"r\"}",
            "{\"filter\":{},\"reason\":\"r\",\"rate\":0}",
            "{\"filter\":{},\"reason\":\"r\",\"canary\":1001}",
            "{\"filter\":{},\"reason\":\"r\",\"stop_above_failure_percent\":101}",
            "{\"filter\":{},\"reason\":\"r\",\"target_queue\":\"penstock.events.spool\"}"
        }) {
            assertThat(post(operator, "", body).status()).as(body).isEqualTo(400);
        }
        assertThat(post(operator, "", "{\"filter\":{\"queue\":\"none\"},\"reason\":\"r\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whoever_is_limited_to_a_tenant_replays_and_sees_nothing_else() throws Exception {
        String mine = die("limited", "acme");
        String other = die("limited", "globex");
        String limited = console.tenantToken(Role.OPERATOR, "acme");
        String everybodys = plan(operator, "limited").path("id").asText();

        JsonNode planned = plan(limited, "limited");
        assertThat(planned.path("eligible").asInt()).isEqualTo(1);
        assertThat(get(limited, "/" + planned.path("id").asText())
                        .at("/items/0/dead_letter_id")
                        .asText())
                .isEqualTo(mine);
        JsonNode named = post(limited, "", "{\"ids\":[\"%s\"],\"reason\":\"r\"}".formatted(other))
                .json();
        assertThat(named.at("/items/0/reason").asText()).isEqualTo("unknown");
        assertThat(console.ask("GET", PATH + "/" + everybodys)
                        .token(limited)
                        .reply()
                        .status())
                .isEqualTo(404);
        assertThat(console.ask("POST", PATH + "/" + everybodys + "/start")
                        .token(limited)
                        .reply()
                        .status())
                .isEqualTo(404);
        assertThat(get(limited, "").toString()).doesNotContain(everybodys);
    }

    @Test
    void pages_of_items_and_of_replays_follow_each_other() throws Exception {
        for (int i = 0; i < 3; i++) {
            die("paged", null);
        }
        String first = plan(operator, "paged").path("id").asText();
        String second = plan(operator, "paged").path("id").asText();

        JsonNode page = get(reader, "/" + first + "?limit=2");
        assertThat(page.path("items")).hasSize(2);
        JsonNode rest = get(
                reader,
                "/" + first + "?limit=2&state=pending&cursor="
                        + page.path("next").asText());
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.has("next")).isFalse();
        JsonNode newest = get(reader, "?limit=1");
        assertThat(newest.at("/replays/0/id").asText()).isEqualTo(second);
        assertThat(get(reader, "?limit=1&cursor=" + newest.path("next").asText())
                        .at("/replays/0/id")
                        .asText())
                .isEqualTo(first);
    }
}
