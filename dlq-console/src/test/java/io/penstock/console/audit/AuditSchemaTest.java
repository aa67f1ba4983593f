package io.penstock.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.testbed.schema.Schema;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditSchemaTest {
    private static final Instant AT = Instant.parse("2030-01-31T12:00:00Z");

    private static Stream<AuditEntry> entries(Outcome outcome) {
        JsonNode details = JsonNodeFactory.instance.objectNode().put("why", "x");
        return Stream.of(
                new AuditEntry(42, AT, Actor.anonymous("127.0.0.1"), "session.begin", outcome, null, "r-1", details),
                new AuditEntry(
                        43, AT, new Actor("user", "7", "jane", "::1"), "a.b", outcome, "user 8", "r-2", details));
    }

    @ParameterizedTest
    @EnumSource
    void entries_are_as_the_schema_says(Outcome outcome) {
        Schema schema = Schema.named("io.penstock.audit.recorded.v1");
        entries(outcome).map(AuditJson::of).forEach(entry -> {
            assertThat(schema.violations(entry)).isEmpty();
            assertThat(schema.undescribed(entry)).isEmpty();
        });
    }
}
