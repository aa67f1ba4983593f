package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.internal.config.Redactor;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLayoutTest {
    private static final Redactor REDACTOR = new Redactor(List.of("hunter2"));
    private static final String FAKE = "2030-01-31T12:00:00Z ERROR root: faked";

    private final LoggerContext context = new LoggerContext();
    private final TextLayout text = new TextLayout(REDACTOR);
    private final JsonLayout json = new JsonLayout(REDACTOR);

    private ILoggingEvent event(String message, Throwable thrown, Map<String, String> mdc) {
        LoggingEvent event = new LoggingEvent(
                LogLayoutTest.class.getName(), context.getLogger("io.penstock.job"), Level.WARN, message, thrown, null);
        event.setInstant(Instant.parse("2030-01-31T12:00:00.123456Z"));
        event.setThreadName("main");
        event.setMDCPropertyMap(mdc);
        return event;
    }

    private JsonNode json(ILoggingEvent event) throws IOException {
        String line = json.doLayout(event);
        assertThat(line).as("one line").endsWith("}\n").hasLineCount(1);
        return new JsonMapper().readTree(line);
    }

    @Test
    void a_line_for_people_has_time_level_place_message_and_job() {
        assertThat(text.doLayout(event("retrying in 5 s", null, Map.of("type", "t.x", "job", "j-1"))))
                .isEqualTo("2030-01-31T12:00:00.123Z WARN  job: retrying in 5 s job=j-1 type=t.x\n");
    }

    @Test
    void a_line_for_machines_is_one_json_object_with_the_jobs_fields() throws Exception {
        assertThat(json(event("retrying in 5 s", null, Map.of("type", "t.x", "job", "j-1"))))
                .isEqualTo(new JsonMapper().readTree("""
                        {"timestamp": "2030-01-31T12:00:00.123456Z", "level": "WARN", "logger": "io.penstock.job",
                         "thread": "main", "message": "retrying in 5 s", "job": "j-1", "type": "t.x"}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n", "\u0085", "\u2028", "\u000b", "\f"})
    void a_message_cannot_start_a_line_of_its_own(String lineBreak) throws Exception {
        ILoggingEvent event = event("said: a" + lineBreak + FAKE, null, Map.of());
        assertThat(text.doLayout(event))
                .hasLineCount(1)
                .contains("said: a ")
                .endsWith("faked\n")
                .doesNotContain(lineBreak + "2030");
        assertThat(json(event).get("message").textValue()).endsWith(FAKE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\n\n"})
    void the_message_of_an_exception_cannot_pass_for_a_log_line(String lineBreak) throws Exception {
        ILoggingEvent event = event("failed", new IOException("421 a" + lineBreak + FAKE), Map.of());
        List<String> lines = text.doLayout(event).lines().toList();
        assertThat(lines.getFirst()).endsWith("WARN  job: failed");
        assertThat(lines.subList(1, lines.size()))
                .as("the stack trace")
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.startsWith("  "));
        assertThat(json(event).get("stack").textValue()).contains("421 a", "LogLayoutTest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r"})
    void a_field_of_the_job_cannot_start_a_line_of_its_own(String lineBreak) throws Exception {
        ILoggingEvent event = event("failed", null, Map.of("tenant", "a" + lineBreak + FAKE));
        assertThat(text.doLayout(event)).hasLineCount(1);
        assertThat(json(event).get("tenant").textValue()).endsWith(FAKE);
    }

    @Test
    void terminal_escapes_are_not_passed_on_to_people() {
        String escapes = "said \u001b[2J\u0007";
        assertThat(text.doLayout(event(escapes, new IOException(escapes), Map.of("tenant", escapes))))
                .contains("said  [2J ")
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void secrets_are_masked_in_message_fields_and_stack() throws Exception {
        ILoggingEvent event = event("login hunter2", new IOException("535 hunter2"), Map.of("tenant", "hunter2"));
        assertThat(text.doLayout(event))
                .contains("login ***", "535 ***", "tenant=***")
                .doesNotContain("hunter2");
        assertThat(json.doLayout(event)).contains("login ***", "535 ***").doesNotContain("hunter2");
    }

    @Test
    void a_secret_broken_by_json_quoting_is_masked_before_it_is_quoted() {
        JsonLayout layout = new JsonLayout(new Redactor(List.of("hun\"ter2")));
        assertThat(layout.doLayout(event("login hun\"ter2", null, Map.of()))).doesNotContain("ter2");
    }
}
