package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.internal.job.Json;
import io.penstock.testbed.schema.Schema;
import io.penstock.testbed.schema.SchemaAgreement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final ImageHandler HANDLER = new ImageHandler();
    private static final Schema SCHEMA = Schema.named(HANDLER.type());
    private static final String[] SAMPLES = {"""
        {"source": "s3://bucket/photo.jpg", "renditions": [
          {"name": "card", "width": 400, "height": 300, "fit": "cover", "focus": {"x": 0.5, "y": 1}, "format": "webp",
           "quality": 75, "background": "#ff000080", "enlarge": true, "output": "s3://bucket/card"},
          {"name": "wide", "width": 1200, "output": "s3://bucket/wide.png", "background": "#fff"}]}""", """
        {"source": "file:///a", "renditions": [{"name": "a", "height": 80, "output": "file:///b.JPG", "background": "#ffffff"}]}""", """
        {"source": "file:///a", "renditions": [{"name": "a", "width": 80, "height": 80, "fit": "fill", "format": "jpeg",
          "background": "#ffffffFF", "output": "file:///b"}]}"""};

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
        JsonNode result = Json.EVENTS.valueToTree(new ImageResult(
                new ImageResult.SourcePicture(4_000, 3_000, "jpeg"),
                List.of(new ImageResult.Stored("card", "s3://bucket/card", 400, 300, 12_345, "0".repeat(64)))));
        assertThat(SCHEMA.at("$defs/result").violations(result)).isEmpty();
    }
}
