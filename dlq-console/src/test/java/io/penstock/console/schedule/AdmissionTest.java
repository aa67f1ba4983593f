package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.schema.PluginJar;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.contract.ContractDocuments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    private static final String GREETING = """
            {"type": "object", "required": ["to"], "properties": {"to": {"type": "string"}}}""";

    @TempDir
    private Path folder;

    private Admission admission;

    @BeforeEach
    void prepare() throws Exception {
        PluginJar.write(folder.resolve("greeting.jar"), "greeting.say", GREETING);
        admission = new Admission(PayloadSchemas.of(ContractDocuments.find(folder)), 100, false);
    }

    private static Definition greeting(String payload) {
        var job = new JobTemplate("emails", "greeting.say", payload, new JobTemplate.Owner(null, null), null);
        return new Definition(null, job, new Timing.Every(Duration.ofHours(1), Instant.EPOCH), Policy.USUAL);
    }

    @Test
    void a_payload_that_can_be_read_and_is_none_of_its_type_is_told_from_one_that_cannot_be() {
        admission.check(greeting("{\"to\":\"all\"}"));
        assertThatThrownBy(() -> admission.check(greeting("{\"to\":1}")))
                .hasMessageStartingWith("payload: expected one of type greeting.say: /to: ")
                .asInstanceOf(throwable(InvalidScheduleException.class))
                .satisfies(e -> assertThat(e.field()).isEqualTo("/payload/to"))
                .matches(InvalidScheduleException::isAboutContent);
    }

    @Test
    void a_payload_that_no_worker_would_take_is_refused_at_once() {
        String large = "{\"to\":\"" + "x".repeat(100) + "\"}";
        assertThatThrownBy(() -> admission.check(greeting(large)))
                .hasMessage("payload: expected at most the 100 bytes of PENSTOCK_MAX_PAYLOAD");
    }

    @Test
    void an_entry_of_the_file_that_does_not_fit_is_named() throws Exception {
        Path file = folder.resolve("schedules.yaml");
        Files.writeString(file, """
                version: 1
                schedules:
                  - {name: good, queue: emails, type: greeting.say, payload: {to: all}, every: 1h}
                  - {name: bad, queue: emails, type: greeting.say, payload: {to: [1]}, every: 1h}
                """);
        assertThatThrownBy(() -> ScheduleFile.read(file, admission))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schedules.yaml, schedules[1].payload: expected one of type greeting.say: /to");
    }
}
