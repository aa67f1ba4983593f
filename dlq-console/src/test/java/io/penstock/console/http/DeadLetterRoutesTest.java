package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.console.access.Grants;
import io.penstock.console.access.Role;
import io.penstock.console.audit.AuditFilter;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.SampleLetters;
import io.penstock.console.letter.TenantScope;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterRoutesTest {
    private static final String PATH = "/api/v1/dead-letters";

    private TestConsole console;
    private String reader;
    private String operator;

    @BeforeAll
    void start() {
        console = new TestConsole();
        reader = console.token(Role.READER);
        operator = console.token(Role.OPERATOR);
    }

    @AfterAll
    void stop() {
        console.close();
    }

    private static SampleLetters.Kind in(String queue) {
        return SampleLetters.Kind.USUAL.in(queue);
    }

    private static NewLetter withSecret(String tenant, String queue) {
        NewLetter letter = SampleLetters.letter(in(queue).of(tenant));
        byte[] body = "{\"to\":\"a@example.com\",\"password\":\"hunter2\"}".getBytes(StandardCharsets.UTF_8);
        var envelope = Envelope.of(new BasicProperties.Builder().messageId("m").build());
        return new NewLetter(
                letter.naturalKey(),
                letter.job(),
                letter.death(),
                letter.fingerprint(),
                letter.replayId(),
                new LetterContent(envelope, body));
    }

    private JsonNode get(String token, String path) throws Exception {
        var reply = console.ask("GET", PATH + path).token(token).reply();
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    @Test
    void pages_follow_each_other_and_a_filter_narrows_them() throws Exception {
        for (int i = 0; i < 3; i++) {
            console.die(SampleLetters.letter(in("paged")));
        }
        JsonNode first = get(reader, "?queue=paged&limit=2");
        JsonNode second =
                get(reader, "?queue=paged&limit=2&cursor=" + first.path("next").asText());

        assertThat(first.path("dead_letters")).hasSize(2);
        assertThat(second.path("dead_letters")).hasSize(1);
        assertThat(second.has("next")).isFalse();
        assertThat(get(reader, "/count?queue=paged").path("text").asText()).isEqualTo("3");
        assertThat(get(reader, "?queue=paged&error=Nothing").path("dead_letters"))
                .isEmpty();
    }

    @Test
    void secrets_are_hidden_in_whatever_is_shown_and_revealed_to_those_who_may_and_say_why() throws Exception {
        String id = console.die(withSecret("acme", "secrets"));

        assertThat(get(reader, "/" + id).at("/payload/text").asText())
                .contains("[redacted]")
                .doesNotContain("hunter2");
        assertThat(console.ask("GET", PATH + "/export?queue=secrets")
                        .token(reader)
                        .reply()
                        .body())
                .contains("a@example.com")
                .doesNotContain("hunter2");
        var ask = console.ask("POST", PATH + "/" + id + "/reveal").body("{\"reason\":\"ticket 7\"}");
        assertThat(ask.token(console.token(Role.ADMIN)).reply().status()).isEqualTo(403);
        String revealer = console.token(new Grants(Role.READER, true, TenantScope.ALL));
        assertThat(ask.token(revealer).reply().json().at("/payload/text").asText())
                .contains("hunter2");
        assertThat(console.audit.page(new AuditFilter(null, "dead_letters.reveal", null, null, null), null, 10))
                .anySatisfy(entry -> {
                    assertThat(entry.target()).isEqualTo("dead_letter " + id);
                    assertThat(entry.details().path("reason").asText()).isEqualTo("ticket 7");
                });
    }

    @Test
    void whoever_is_limited_to_a_tenant_sees_and_moves_nothing_else() throws Exception {
        String mine = console.die(withSecret("acme", "tenants"));
        String other = console.die(withSecret("globex", "tenants"));
        String limited = console.tenantToken(Role.OPERATOR, "acme");

        assertThat(get(limited, "?queue=tenants").path("dead_letters")).hasSize(1);
        assertThat(console.ask("GET", PATH + "/" + other).token(limited).reply().status())
                .isEqualTo(404);
        JsonNode moved = console.ask("POST", PATH + "/archive")
                .token(limited)
                .body("{\"ids\":[\"%s\",\"%s\"]}".formatted(mine, other))
                .reply()
                .json();
        assertThat(moved.path("moved").asInt()).isEqualTo(1);
        assertThat(moved.at("/refused/0/id").asText()).isEqualTo(other);
        assertThat(get(reader, "/" + other).at("/letter/status/state").asText()).isEqualTo("open");
    }

    @Test
    void an_operator_archives_by_filter_and_restores_a_reader_does_not() throws Exception {
        console.die(SampleLetters.letter(in("away")));
        String body = "{\"filter\":{\"queue\":\"away\"},\"reason\":\"test data\"}";

        assertThat(console.ask("POST", PATH + "/archive")
                        .token(reader)
                        .body(body)
                        .reply()
                        .status())
                .isEqualTo(403);
        assertThat(console.ask("POST", PATH + "/archive")
                        .token(operator)
                        .body(body)
                        .reply()
                        .json()
                        .path("moved")
                        .asInt())
                .isEqualTo(1);
        assertThat(get(reader, "?queue=away&state=archived").path("dead_letters"))
                .hasSize(1);
        assertThat(console.ask("POST", PATH + "/restore")
                        .token(operator)
                        .body(body)
                        .reply()
                        .json()
                        .path("moved")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_selection_that_is_none_moves_nothing() throws Exception {
        for (String body : new String[] {
            "{}",
            "{\"ids\":[]}",
            "{\"ids\":[\"x\"]}",
            "{\"ids\":[\"1\"],\"filter\":{}}",
            "{\"filter\":{\"quueue\":\"a\"}}"
        }) {
            assertThat(console.ask("POST", PATH + "/archive")
                            .token(operator)
                            .body(body)
                            .reply()
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void a_group_bears_a_note_with_who_wrote_it() throws Exception {
        console.die(SampleLetters.letter(in("noted")));
        String fingerprint =
                get(reader, "/groups?queue=noted").at("/groups/0/fingerprint").asText();
        var note = console.ask("PATCH", PATH + "/groups/" + fingerprint)
                .token(operator)
                .body("{\"note\":\"the relay was down\"}")
                .reply();

        assertThat(note.status()).as(note.body()).isEqualTo(204);
        assertThat(get(reader, "/groups/" + fingerprint).at("/note/text").asText())
                .isEqualTo("the relay was down");
    }
}
