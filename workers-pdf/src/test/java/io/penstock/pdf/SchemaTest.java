package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.internal.job.Json;
import io.penstock.testbed.schema.Schema;
import io.penstock.testbed.schema.SchemaAgreement;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final PdfHandler HANDLER = new PdfHandler();
    private static final Schema SCHEMA = Schema.named(HANDLER.type());
    private static final String[] SAMPLES = {"""
        {"html": "<p>Hi</p>", "output": "file:///a.pdf", "title": "T", "author": "A", "page_size": "a4", "landscape": true,
         "pdf_a": "2b"}""", """
        {"template": "invoice", "model": {"number": 42}, "output": "s3://bucket/a.pdf", "page_size": "Letter"}""", """
        {"table": {"title": "T", "columns": ["A", {"key": "b", "title": "B", "align": "right", "width": 2.5}],
         "rows": [[1, 2], {"A": 1, "b": null}]}, "output": "file:///a.pdf"}""", """
        {"table": {"rows_url": "https://example.com/rows.CSV?x=1"}, "output": "file:///a.pdf"}""", """
        {"table": {"columns": [{"key": "a"}], "rows_url": "s3://bucket/rows.ndjson"}, "output": "file:///a.pdf"}"""};

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
        JsonNode result = Json.EVENTS.valueToTree(new PdfResult("file:///a.pdf", 1, 1_234, "0".repeat(64)));
        assertThat(SCHEMA.at("$defs/result").violations(result)).isEmpty();
    }
}
