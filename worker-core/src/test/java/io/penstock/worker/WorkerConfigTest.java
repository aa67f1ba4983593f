package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.internal.config.Config;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.config.QueueConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerConfigTest {
    /** There are no plug-ins on the tests' class path. */
    private static final Map<String, String> NOTHING = Map.of("PENSTOCK_PLUGINS", "no-such-folder");

    @TempDir
    Path folder;

    private static WorkerConfig read(String... flags) {
        return WorkerConfig.read(List.of(flags), NOTHING);
    }

    @Test
    void queues_may_be_named_by_the_short_flag_in_both_forms() {
        assertThat(read("--queues=pdfs,emails").queues())
                .extracting(QueueConfig::name)
                .containsExactly("emails", "pdfs");
        assertThat(read("--queues", "emails").queues())
                .extracting(QueueConfig::name)
                .containsExactly("emails");
        assertThat(read("--penstock-queues=emails").queues()).hasSize(1);
    }

    @Test
    void queues_may_be_named_by_the_environment_and_the_flag_beats_it() {
        Map<String, String> environment = Map.of("PENSTOCK_QUEUES", "pdfs", "PENSTOCK_PLUGINS", "no-such-folder");
        assertThat(WorkerConfig.read(List.of(), environment).queues())
                .extracting(QueueConfig::name)
                .containsExactly("pdfs");
        assertThat(WorkerConfig.read(List.of("--queues=emails"), environment).queues())
                .extracting(QueueConfig::name)
                .containsExactly("emails");
    }

    @Test
    void a_queue_named_twice_is_consumed_once() {
        assertThat(read("--queues=emails, emails").queues()).hasSize(1);
    }

    @Test
    void a_worker_without_queues_and_plug_ins_does_not_start() {
        assertThatThrownBy(WorkerConfigTest::read)
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("PENSTOCK_QUEUES: expected at least one queue, got none", "no-such-folder");
    }

    @ParameterizedTest
    @CsvSource({
        "--queues=E.mails, 'queue name: expected'",
        "--penstock-http-prot=1, 'unknown setting PENSTOCK_HTTP_PROT (flag)'",
        "--penstock-queues-pdfs-concurrency=5, 'unknown setting PENSTOCK_QUEUES_PDFS_CONCURRENCY (flag)'",
        "--penstock-http-port=70000, 'PENSTOCK_HTTP_PORT (flag): expected a whole number from 0 to 65535, got \"70000\"'",
        "--penstock-shutdown-grace=soon, 'PENSTOCK_SHUTDOWN_GRACE (flag): expected a duration'",
        "--penstock-log-format=xml, 'PENSTOCK_LOG_FORMAT (flag): expected one of text, json, got \"xml\"'",
        "--penstock-queues-emails-timeout=1h, 'PENSTOCK_QUEUES_EMAILS_TIMEOUT: expected more than 0 and at most 25m'",
    })
    void a_mistake_stops_the_worker_before_anything_is_opened(String flag, String message) {
        assertThatThrownBy(() -> read("--penstock-queues=emails", flag))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_misspelt_name_in_a_file_stops_the_worker_with_the_path() throws IOException {
        Path file =
                Files.writeString(folder.resolve("worker.yaml"), "penstock:\n  queues:\n    emails: {concurency: 5}");
        assertThatThrownBy(() -> read("--queues=emails", "--penstock-config=" + file))
                .hasMessageContainingAll("PENSTOCK_QUEUES_EMAILS_CONCURENCY", file.toString());
    }

    @Test
    void settings_of_a_queue_may_come_from_a_file() throws IOException {
        Path file = Files.writeString(
                folder.resolve("worker.yaml"), "penstock:\n  queues:\n    emails: {concurrency: 5, max-attempts: 3}");
        QueueConfig queue =
                read("--queues=emails", "--penstock-config=" + file).queues().getFirst();
        assertThat(queue.concurrency()).isEqualTo(5);
        assertThat(queue.maxAttempts()).isEqualTo(3);
    }

    @Test
    void the_printed_configuration_has_every_setting_with_its_source_and_no_secret() throws IOException {
        Path redis = Files.writeString(folder.resolve("redis"), "redis://:hunter3@cache:6379/9\n");
        WorkerConfig worker = WorkerConfig.read(
                List.of("--queues=emails", "--rabbitmq-url=amqp://shop:hunter2@broker"),
                Map.of("REDIS_URL_FILE", redis.toString(), "PENSTOCK_PLUGINS", "no-such-folder"));
        String printed = worker.print();
        assertThat(printed.lines())
                .contains(
                        "RABBITMQ_URL = amqp://shop:***@broker   (flag)",
                        "REDIS_URL = redis://:***@cache:6379/9   (environment, from " + redis + ")",
                        "PENSTOCK_QUEUES = emails   (flag)",
                        "PENSTOCK_HTTP_PORT = 8081   (default)",
                        "PENSTOCK_QUEUES_EMAILS_CONCURRENCY = 20   (default)");
        assertThat(printed.lines()).hasSize(worker.settings().size());
        assertThat(printed).doesNotContain("hunter");
    }

    @Test
    void secrets_of_the_configuration_are_masked_in_whatever_is_said_later() {
        WorkerConfig worker = read("--queues=emails", "--rabbitmq-url=amqp://shop:hunter2%21@broker");
        assertThat(worker.redactor().mask("refused: hunter2! and hunter2%21")).isEqualTo("refused: *** and ***");
    }

    @Test
    void the_name_of_every_setting_is_unique() {
        assertThat(read("--queues=emails,pdfs").settings())
                .extracting(setting -> setting.name())
                .doesNotHaveDuplicates()
                .contains(Config.FILE.name());
    }

    @Test
    void a_mistyped_setting_in_the_environment_is_warned_of() {
        Map<String, String> environment = Map.of(
                "PENSTOCK_PLUGINS", "no-such-folder",
                "PENSTOCK_QUEUES_EMAILS_CONCURENCY", "5",
                "PENSTOCK_QUEUES_EMAILS_TIMEOUT", "5s",
                "PENSTOCK_QUEUES_PDFS_CONCURENCY", "5",
                "PENSTOCK_QUEUES_EMAILS_DEFAULT_TYPE", "email.send");
        assertThat(WorkerConfig.read(List.of("--queues=emails"), environment).warnings())
                .containsExactly(
                        "PENSTOCK_QUEUES_EMAILS_CONCURENCY in the environment is no setting and has no effect");
    }

    @Test
    void a_queue_that_no_plug_in_is_for_is_warned_of() {
        assertThat(read("--queues=greetings").warnings())
                .singleElement()
                .asString()
                .contains("no plug-in is for queue greetings", "unknown_type");
    }
}
