package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.internal.job.Json;
import io.penstock.testbed.schema.Schema;
import io.penstock.testbed.schema.SchemaAgreement;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final WebhookHandler HANDLER = new WebhookHandler();
    private static final Schema SCHEMA = Schema.named(HANDLER.type());
    private static final String[] SAMPLES = {"""
        {"url": "https://example.com/hook", "event_type": "invoice.paid", "data": {"id": 42}, "secret_ref": "env:ACME"}""", """
        {"url": "https://example.com/hook", "body": "<xml/>", "secret": ["whsec_one", "whsec_two"],
         "headers": {"Content-Type": "text/xml; charset=utf-8", "X-Tenant": "acme 1"}, "endpoint": "acme/orders",
         "ordered": true}""", """
        {"url": "https://example.com/hook", "event_type": "invoice.paid", "data": null, "secret_ref": ["env:A", "env:B"],
         "headers": {"Host": "x", "webhook-id": "x"}}"""};

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
        JsonNode result = Json.EVENTS.valueToTree(new WebhookResult(204, 12, ""));
        assertThat(SCHEMA.at("$defs/result").violations(result)).isEmpty();
    }
}
