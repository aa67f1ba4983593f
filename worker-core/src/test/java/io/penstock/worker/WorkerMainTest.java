package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerMainTest {
    private static final Map<String, String> NOTHING = Map.of("PENSTOCK_PLUGINS", "no-such-folder");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void help_is_printed_whatever_else_is_asked_for(String flag) {
        assertThat(WorkerMain.run(List.of("--nonsense", flag), NOTHING)).isZero();
        assertThat(printed()).startsWith("Usage: worker").contains("--print-config", "Exit codes");
    }

    @Test
    void the_version_is_printed() {
        assertThat(WorkerMain.run(List.of("--version"), NOTHING)).isZero();
        assertThat(printed()).startsWith("penstock worker ");
    }

    @Test
    void the_configuration_is_printed_without_secrets() {
        List<String> flags = List.of("--queues=emails", "--print-config", "--rabbitmq-url=amqp://shop:hunter2@broker");
        assertThat(WorkerMain.run(flags, NOTHING)).isZero();
        assertThat(printed()).contains("RABBITMQ_URL = amqp://shop:***@broker").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--penstock-http-port=x", "nonsense", "--queues", "--unknown=1", "--config=none.yaml"})
    void a_mistake_in_the_configuration_ends_with_code_2_and_one_line(String flag) {
        assertThat(WorkerMain.run(List.of("--penstock-queues=emails", flag), NOTHING))
                .isEqualTo(2);
        assertThat(complained()).startsWith("penstock worker: ").hasLineCount(1).contains("expected");
        assertThat(printed()).isEmpty();
    }
}
