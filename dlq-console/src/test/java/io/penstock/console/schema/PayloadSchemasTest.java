package io.penstock.console.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.contract.ContractDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadSchemasTest {
    private static final String GREETING = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "x-penstock-queue": "greetings", "type": "object",
             "additionalProperties": false, "required": ["name"],
             "properties": {"name": {"type": "string", "pattern": "^[a-z]+$"}, "tone": {"enum": ["warm", "cold", null]},
               "times": {"type": "integer", "maximum": 3}, "a/b~c": {"const": 1},
               "to": {"type": "array", "items": {"$ref": "#/$defs/person"}}},
             "$defs": {"person": {"type": "object", "required": ["id"], "properties": {"id": {"not": {"const": "hunter2"}}}}}}""";

    @TempDir
    private Path folder;

    private PayloadSchemas with(String schema) throws IOException {
        PluginJar.write(folder.resolve("greeting.jar"), "greeting.say", schema);
        return PayloadSchemas.of(ContractDocuments.find(folder));
    }

    private static List<Violation> check(PayloadSchemas schemas, String payload) {
        try {
            return schemas.check("greeting.say", new JsonMapper().readTree(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void a_payload_that_fits_has_no_violations() throws IOException {
        PayloadSchemas schemas = with(GREETING);
        assertThat(check(schemas, "{\"name\":\"world\",\"to\":[{\"id\":1}]}")).isEmpty();
        assertThat(schemas.knows("greeting.say")).isTrue();
        assertThat(schemas.defaultType("greetings")).contains("greeting.say");
    }

    @Test
    void each_violation_names_its_field_one_that_is_missing_or_unknown_included() throws IOException {
        PayloadSchemas schemas = with(GREETING);
        assertThat(check(schemas, "{}")).extracting(Violation::field).containsExactly("/name");
        assertThat(check(schemas, "{\"name\":\"world\",\"nmae\":1}"))
                .extracting(Violation::field)
                .containsExactly("/nmae");
        assertThat(check(schemas, "{\"name\":\"world\",\"x/y\":1}"))
                .extracting(Violation::field)
                .containsExactly("/x~1y");
        assertThat(check(schemas, "{\"name\":7,\"times\":4,\"a/b~c\":2}"))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("/name", "/times", "/a~1b~0c");
        assertThat(check(schemas, "{\"name\":\"world\",\"to\":[{\"id\":1},{}]}"))
                .extracting(Violation::field)
                .containsExactly("/to/1/id");
        assertThat(check(schemas, "[]")).extracting(Violation::field).containsExactly("");
    }

    @Test
    void no_violation_repeats_a_value() throws IOException {
        assertThat(
                        check(
                                with(GREETING),
                                "{\"name\":\"HUNTER2\",\"tone\":\"HUNTER2\",\"times\":\"HUNTER2\",\"a/b~c\":\"HUNTER2\",\"to\":\"HUNTER2\"}"))
                .hasSize(5)
                .noneMatch(violation -> violation.detail().contains("HUNTER2"));
    }

    @Test
    void a_pattern_that_nobody_would_read_is_not_repeated() throws IOException {
        PayloadSchemas schemas = with(GREETING.replace("^[a-z]+$", "^(" + "[a-z]|".repeat(30) + "[a-z])+$"));
        assertThat(check(schemas, "{\"name\":\"7\"}")).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("/name");
            assertThat(violation.detail()).contains("schema").doesNotContain("[a-z]");
        });
    }

    @Test
    void a_type_without_a_schema_is_not_checked() throws IOException {
        PayloadSchemas schemas = with(GREETING);
        assertThat(schemas.knows("other")).isFalse();
        assertThat(schemas.check("other", new JsonMapper().createObjectNode())).isEmpty();
        assertThat(schemas.defaultType("others")).isEmpty();
    }

    @Test
    void events_and_notifications_are_no_payloads() throws IOException {
        PayloadSchemas schemas = with(GREETING);
        assertThat(schemas.knows("io.penstock.job.completed.v1")).isFalse();
        assertThat(schemas.knows("notification")).isFalse();
    }

    @Test
    void a_schema_that_refers_to_another_document_is_refused_without_fetching_it() {
        for (String target : List.of("https://192.0.2.1/x.json", "file:///etc/passwd", "classpath:secret.json")) {
            assertThatThrownBy(() -> with("{\"properties\":{\"a\":{\"$ref\":\"" + target + "\"}}}"))
                    .as(target)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(
                            "schema greeting.say: expected a JSON Schema that refers to no other document");
        }
    }

    @Test
    void two_types_cannot_both_be_what_jobs_without_a_type_are() throws IOException {
        PluginJar.write(folder.resolve("other.jar"), "greeting.sing", GREETING);
        assertThatThrownBy(() -> with(GREETING))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected one type for jobs of queue greetings");
    }
}
