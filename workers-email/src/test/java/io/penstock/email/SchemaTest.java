package io.penstock.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.internal.job.Json;
import io.penstock.testbed.schema.Schema;
import io.penstock.testbed.schema.SchemaAgreement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final EmailHandler HANDLER = new EmailHandler();
    private static final Schema SCHEMA = Schema.named(HANDLER.type());
    private static final String[] SAMPLES = {"""
        {"to": "a@example.com", "subject": "Hi", "body": "Hello"}""", """
        {"to": ["Jane Doe <jane@example.com>", "root@localhost"], "cc": "c@example.com", "bcc": ["d@example.com"],
         "reply_to": "r@example.com", "from": "Shop <shop@example.com>", "subject": "Hi", "html": "<p>Hello</p>",
         "headers": {"X-Order": "42", "Precedence": "low"}, "bulk": false}""", """
        {"bcc": ["d@bücher.example"], "subject": "Hi", "body": "Hello", "html": "<p>Hello</p>", "bulk": true,
         "list_unsubscribe": {"url": "https://example.com/u?i=1", "mailto": "leave@example.com"}}""", """
        {"to": "a@example.com", "subject": "Hi", "body": "Hello", "bulk": true, "headers": {"auto-submitted": "no"},
         "list_unsubscribe": {"mailto": "mailto:leave@example.com?subject=42"}}""", """
        {"to": "a@example.com", "subject": "Hi", "body": "Hello", "template": "welcome", "model": {}, "attachments": []}""", """
        {"to": "a@example.com", "subject": "Hi", "body": "Hello", "headers": {"List-Unsubscribe-Post": "x", "X Y": "x"}}"""};

    private static SchemaAgreement agreement() {
        return new SchemaAgreement(SCHEMA, payload -> Json.PAYLOADS.readValue(payload, HANDLER.payloadType()));
    }

    @Test
    void schema_and_handler_accept_and_refuse_the_same_payloads() {
        assertThat(agreement().disagreements(SAMPLES)).isEmpty();
        assertThat(agreement().agreed(SAMPLES)).allMatch(count -> count > 100);
    }

    @Test
    void a_payload_without_a_type_is_read_by_the_schema_of_its_queue() {
        assertThat(SCHEMA.document().path("x-penstock-queue").textValue()).isEqualTo(HANDLER.queue());
    }

    @Test
    void the_result_is_as_the_schema_says() {
        JsonNode result = Json.EVENTS.valueToTree(new EmailResult(
                "<1@example.com>",
                List.of("a@example.com"),
                List.of(new EmailResult.Refusal("b@example.com", 550, "550 no such user")),
                "250 queued"));
        assertThat(SCHEMA.at("$defs/result").violations(result)).isEmpty();
    }
}
