package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerCommandTest {
    @Test
    void whoever_names_a_broker_in_any_way_is_left_alone() {
        assertThat(WorkerCommand.choosesBroker(List.of("--rabbitmq-url=amqp://x"), Map.of()))
                .isTrue();
        assertThat(WorkerCommand.choosesBroker(List.of("--RABBITMQ.URL", "amqp://x"), Map.of()))
                .isTrue();
        assertThat(WorkerCommand.choosesBroker(List.of("--config=my.yaml"), Map.of()))
                .isTrue();
        assertThat(WorkerCommand.choosesBroker(List.of(), Map.of("RABBITMQ_URL_FILE", "/run/secrets/url")))
                .isTrue();
    }

    @Test
    void other_settings_choose_no_broker() {
        assertThat(WorkerCommand.choosesBroker(
                        List.of("--queues", "emails", "--penstock-http-port=0"), Map.of("RABBITMQ_URL", "")))
                .isFalse();
    }

    @Test
    void what_arguments_and_environment_say_about_other_servers_stays_in_force() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("RABBITMQ_URL", "amqp://up");
        settings.put("SMTP_URL", "smtp://up");
        settings.put("PENSTOCK_CONSOLE_DATA", "up/console");

        assertThat(WorkerCommand.flags(
                        List.of("--penstock-console-data=mine"), settings, Map.of("SMTP_URL", "smtp://mine")))
                .containsExactly("--RABBITMQ_URL=amqp://up");
    }
}
