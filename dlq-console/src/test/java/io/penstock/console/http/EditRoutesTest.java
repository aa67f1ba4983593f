package io.penstock.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.console.access.Role;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.SampleLetters;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditRoutesTest {
    private static final String PATH = "/api/v1/dead-letters/";

    private TestConsole console;
    private String editor;

    @BeforeAll
    void start() {
        console = new TestConsole();
        editor = console.token(Role.EDITOR);
    }

    @AfterAll
    void stop() {
        console.close();
    }

    private String die(@Nullable String tenant, String body) {
        NewLetter plain = SampleLetters.letter(SampleLetters.Kind.USUAL.of(tenant));
        return console.die(new NewLetter(
                plain.naturalKey(),
                plain.job(),
                plain.death(),
                plain.fingerprint(),
                null,
                new LetterContent(Envelope.of(new BasicProperties()), body.getBytes(StandardCharsets.UTF_8))));
    }

    private TestConsole.Reply edit(String token, String id, String body) throws Exception {
        return console.ask("POST", PATH + id + "/edit-and-replay")
                .token(token)
                .body(body)
                .reply();
    }

    @Test
    void a_payload_is_changed_and_the_difference_hides_what_is_hidden() throws Exception {
        String id = die(null, "{\"to\":\"wrong\",\"password\":\"hunter2\",\"tags\":[1,2,3],\"gone\":1}");
        TestConsole.Reply reply = edit(
                editor,
                id,
                "{\"payload\":{\"to\":\"a@example.com\",\"password\":\"hunter3\",\"tags\":[1,4],\"n/m\":1.10},"
                        + "\"reason\":\"typo\"}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        assertThat(reply.json().path("checked_against_schema").asBoolean()).isTrue();
        assertThat(reply.json().path("diff"))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrder(
                        "{\"op\":\"replace\",\"path\":\"/to\",\"value\":\"a@example.com\"}",
                        "{\"op\":\"replace\",\"path\":\"/password\",\"value\":\"[redacted]\"}",
                        "{\"op\":\"replace\",\"path\":\"/tags/1\",\"value\":4}",
                        "{\"op\":\"remove\",\"path\":\"/tags/2\"}",
                        "{\"op\":\"remove\",\"path\":\"/gone\"}",
                        "{\"op\":\"add\",\"path\":\"/n~1m\",\"value\":1.10}");
        JsonNode replay = console.ask(
                        "GET",
                        "/api/v1/replays/" + reply.json().path("replay_id").asText())
                .token(editor)
                .reply()
                .json();
        assertThat(replay.path("kind").asText()).isEqualTo("edit");
        assertThat(replay.at("/items/0/job_id").asText())
                .isEqualTo(reply.json().path("job_id").asText());
        JsonNode letter = console.ask("GET", PATH + id).token(editor).reply().json();
        assertThat(letter.at("/letter/status/state").asText()).isEqualTo("replaying");
        assertThat(letter.at("/history/0/job_id").asText())
                .isEqualTo(reply.json().path("job_id").asText());
        assertThat(letter.at("/history/0/reason").asText()).isEqualTo("typo");
        assertThat(edit(editor, id, "{\"payload\":{\"to\":\"b\"},\"reason\":\"again\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void an_edit_can_be_checked_before_anything_is_published() throws Exception {
        String id = die(null, "{\"to\":\"wrong\",\"password\":\"hunter2\"}");

        TestConsole.Reply fits = check(id, "{\"payload\":{\"to\":\"b\",\"password\":\"[redacted]\"}}");
        assertThat(fits.status()).as(fits.body()).isEqualTo(200);
        assertThat(fits.json().path("diff").toString())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/to\",\"value\":\"b\"}]");
        assertThat(fits.json().path("checked_against_schema").asBoolean()).isTrue();
        TestConsole.Reply misfit = check(id, "{\"payload\":{\"to\":7}}");
        assertThat(misfit.status()).isEqualTo(422);
        assertThat(misfit.json().path("detail").asText()).isEqualTo("payload/to: expected text");
        assertThat(check(id, "{\"payload\":{\"to\":\"[redacted]\"}}")
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("/to");

        JsonNode letter = console.ask("GET", PATH + id).token(editor).reply().json();
        assertThat(letter.at("/letter/status/state").asText()).isEqualTo("open");
        assertThat(edit(editor, id, "{\"payload\":{\"to\":\"b\"},\"reason\":\"r\"}")
                        .status())
                .isEqualTo(202);
        assertThat(check(id, "{\"payload\":{\"to\":\"b\"}}").status()).isEqualTo(409);
    }

    @Test
    void a_hidden_value_cannot_be_found_by_guessing() throws Exception {
        String id = die(null, "{\"to\":\"a\",\"cvv\":\"123\"}");

        for (String guess : new String[] {"122", "123"}) {
            assertThat(check(id, "{\"payload\":{\"to\":\"a\",\"cvv\":\"%s\"}}".formatted(guess))
                            .json()
                            .path("diff")
                            .toString())
                    .as(guess)
                    .isEqualTo("[{\"op\":\"replace\",\"path\":\"/cvv\",\"value\":\"[redacted]\"}]");
        }
    }

    private TestConsole.Reply check(String id, String body) throws Exception {
        return console.ask("POST", PATH + id + "/edit-and-replay/check")
                .token(editor)
                .body(body)
                .reply();
    }

    @Test
    void a_payload_that_was_no_json_is_replaced_as_a_whole() throws Exception {
        TestConsole.Reply reply =
                edit(editor, die(null, "no json"), "{\"payload\":{\"to\":\"a\"},\"reason\":\"repaired\"}");

        assertThat(reply.json().at("/diff").toString())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"\",\"value\":{\"to\":\"a\"}}]");
    }

    @Test
    void what_does_not_fit_its_schema_is_refused_and_says_where() throws Exception {
        String id = die(null, "{}");
        TestConsole.Reply reply = edit(editor, id, "{\"payload\":{\"to\":7},\"reason\":\"r\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("field").asText()).isEqualTo("/to");
        assertThat(reply.json().path("detail").asText()).isEqualTo("payload/to: expected text");
        for (String body : new String[] {
            "{\"payload\":[],\"reason\":\"r\"}",
            "{\"payload\":{\"to\":\"a\"}}",
            "{\"payload\":null,\"reason\":\"r\"}",
            "{\"payload\":{\"to\":\"a\"},\"reason\":\"r\",\"target_queue\":\"emails.dlq\"}"
        }) {
            assertThat(edit(editor, id, body).status()).as(body).isEqualTo(400);
        }
        String large = "{\"payload\":{\"to\":\"%s\"},\"reason\":\"r\"}".formatted("x".repeat(1_048_570));
        assertThat(edit(editor, id, large).status()).isEqualTo(422);
    }

    @Test
    void editing_is_a_right_of_its_own_and_ends_at_the_tenant() throws Exception {
        String id = die("globex", "{}");
        String body = "{\"payload\":{\"to\":\"a\"},\"reason\":\"r\"}";

        assertThat(edit(console.token(Role.OPERATOR), id, body).status()).isEqualTo(403);
        assertThat(edit(console.tenantToken(Role.EDITOR, "acme"), id, body).status())
                .isEqualTo(404);
    }
}
