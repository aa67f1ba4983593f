package io.penstock.console.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.Envelope;
import io.penstock.console.letter.Fingerprint;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.letter.LetterFilter;
import io.penstock.console.letter.LetterIntake;
import io.penstock.console.letter.Letters;
import io.penstock.console.letter.NewLetter;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers(ServerKind.POSTGRES)
class LetterExportIT {
    private static final Instant NOW = Instant.parse("2026-11-25T10:15:30Z");

    @ParameterizedTest
    @EnumSource
    void an_export_is_redacted_and_harmless_to_spreadsheets(Dialect dialect, PostgresServer postgres) {
        try (Database database = TestDatabases.open(dialect, postgres)) {
            var intake = new LetterIntake(Clock.fixed(NOW, ZoneOffset.UTC));
            database.inTransaction(handle -> intake.add(
                    handle,
                    List.of(
                            letter("one", "acme", "{\n\"password\":\"x\",\"n\":1.50}", "=HYPERLINK(\"a\")"),
                            letter("two", "other", "+1", "-1,5"))));
            var export = new LetterExport(new Letters(database.jdbi()), Redaction.usual());

            StringWriter lines = new StringWriter();
            export.ndjson(TenantScope.only("acme"), LetterFilter.ALL, lines);
            assertThat(lines.toString())
                    .isEqualTo(
                            "{\"id\":\"1\",\"job_id\":\"one\",\"queue\":\"emails\",\"type\":null,\"tenant\":\"acme\","
                                    + "\"user\":null,\"attempt\":1,\"reason\":\"rejected\",\"error_class\":\"a.B\","
                                    + "\"error_message\":\"=HYPERLINK(\\\"a\\\")\",\"worker\":null,\"fingerprint\":\""
                                    + Fingerprint.of("emails", "", "a.B", null, null)
                                            .word()
                                    + "\",\"state\":\"open\",\"died_at\":\"2026-11-25T10:15:30Z\","
                                    + "\"collected_at\":\"2026-11-25T10:15:30Z\",\"ended_at\":null,\"replay_id\":null,"
                                    + "\"replay_of\":null,\"bytes\":26,\"payload\":{\"password\":\"[redacted]\",\"n\":1.50}}\n");

            StringWriter table = new StringWriter();
            export.csv(TenantScope.ALL, LetterFilter.ALL, table);
            assertThat(table.toString().split("\r\n"))
                    .hasSize(3)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("2,two,")
                            .contains(",\"'-1,5\",")
                            .endsWith(",2,'+1"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("\"'=HYPERLINK(\"\"a\"\")\"")
                            .endsWith("\"{\"\"password\"\":\"\"[redacted]\"\",\"\"n\"\":1.50}\""));
        }
    }

    private static NewLetter letter(String id, String tenant, String body, String message) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new NewLetter(
                id,
                new DeadLetter.Job(id, "emails", null, tenant, null, 1, bytes.length),
                new DeadLetter.Death(NOW, "rejected", "a.B", message, null),
                Fingerprint.of("emails", "", "a.B", null, null),
                null,
                new LetterContent(Envelope.of(new BasicProperties()), bytes));
    }
}
