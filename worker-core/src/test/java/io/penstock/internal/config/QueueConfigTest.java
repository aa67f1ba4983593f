package io.penstock.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.spi.QueueDefaults;
import io.penstock.spi.Setting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueConfigTest {

    private static QueueConfig emails(String... settings) {
        Map<String, String> environment = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            environment.put("PENSTOCK_QUEUES_EMAILS_" + parts[0], parts[1]);
        }
        return QueueConfig.read(Config.read(List.of(), environment), "emails", "email.send");
    }

    @Test
    void a_queue_is_consumed_as_its_handler_would_have_it_unless_somebody_says_otherwise() {
        QueueDefaults defaults = new QueueDefaults(500, 10);
        QueueConfig silent = QueueConfig.read(Config.read(List.of(), Map.of()), "hooks", "a.b", defaults);
        QueueConfig told = QueueConfig.read(
                Config.read(List.of(), Map.of("PENSTOCK_QUEUES_HOOKS_CONCURRENCY", "7")), "hooks", "a.b", defaults);

        assertThat(silent.concurrency()).isEqualTo(500);
        assertThat(silent.prefetch()).isEqualTo(1_000);
        assertThat(silent.maxAttempts()).isEqualTo(10);
        assertThat(told.concurrency()).isEqualTo(7);
    }

    @Test
    void a_queue_of_which_nothing_is_said_has_useful_values() {
        QueueConfig queue = emails();
        assertThat(queue.name()).isEqualTo("emails");
        assertThat(queue.defaultType()).isEqualTo("email.send");
        assertThat(queue.concurrency()).isEqualTo(20);
        assertThat(queue.prefetch()).isEqualTo(50);
        assertThat(queue.timeout()).hasMinutes(5);
        assertThat(queue.maxAttempts()).isEqualTo(8);
        assertThat(queue.timeToLive()).isNull();
        assertThat(queue.retry().delayAfter(1, new SplittableRandom(1))).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(queue.retry().delayAfter(99, new SplittableRandom(1))).isLessThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void everything_can_be_said_of_one_queue() {
        QueueConfig queue = emails(
                "CONCURRENCY=3",
                "PREFETCH=4",
                "TIMEOUT=25m",
                "MAX_ATTEMPTS=2",
                "TTL=49d",
                "DEFAULT_TYPE=mail.send",
                "RETRY_BASE=1ms",
                "RETRY_CAP=1ms");
        assertThat(queue.defaultType()).isEqualTo("mail.send");
        assertThat(queue.concurrency()).isEqualTo(3);
        assertThat(queue.prefetch()).isEqualTo(4);
        assertThat(queue.timeout()).hasMinutes(25);
        assertThat(queue.maxAttempts()).isEqualTo(2);
        assertThat(queue.timeToLive()).hasDays(49);
        assertThat(queue.retry().delayAfter(9, new SplittableRandom(1))).isLessThanOrEqualTo(Duration.ofMillis(1));
    }

    @Test
    void dashes_in_a_queues_name_are_underscores_in_its_settings() {
        Config config = Config.read(List.of(), Map.of("PENSTOCK_QUEUES_BIG_PDFS_CONCURRENCY", "7"));
        assertThat(QueueConfig.read(config, "big-pdfs", null).concurrency()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"1,50", "25,50", "26,52", "1000,2000", "32767,65534"})
    void prefetch_is_twice_the_concurrency_and_at_least_fifty(int concurrency, int prefetch) {
        assertThat(emails("CONCURRENCY=" + concurrency).prefetch()).isEqualTo(prefetch);
    }

    @ParameterizedTest
    @CsvSource({
        "CONCURRENCY=0, from 1 to 32767",
        "CONCURRENCY=32768, from 1 to 32767",
        "PREFETCH=65536, from 1 to 65535",
        "PREFETCH=19, 'PENSTOCK_QUEUES_EMAILS_PREFETCH: expected at least the concurrency, 20, got 19'",
        "TIMEOUT=0s, 'PENSTOCK_QUEUES_EMAILS_TIMEOUT: expected more than 0 and at most 25m, got PT0S'",
        "TIMEOUT=1501s, 'PENSTOCK_QUEUES_EMAILS_TIMEOUT: expected more than 0 and at most 25m, got PT25M1S'",
        "MAX_ATTEMPTS=0, from 1 to 1000",
        "MAX_ATTEMPTS=1001, from 1 to 1000",
        "RETRY_BASE=0s, expected more than 0 and at most PENSTOCK_QUEUES_EMAILS_RETRY_CAP (PT1H)",
        "RETRY_BASE=2h, 'PENSTOCK_QUEUES_EMAILS_RETRY_BASE: expected more than 0 and at most "
                + "PENSTOCK_QUEUES_EMAILS_RETRY_CAP (PT1H), got PT2H'",
        "RETRY_CAP=1s, got PT2S",
        "TTL=50d, 'PENSTOCK_QUEUES_EMAILS_TTL: expected at most 49d, got PT1200H'",
        "TTL=soon, expected a duration",
    })
    void a_value_that_cannot_work_is_refused_by_its_name(String setting, String message) {
        assertThatThrownBy(() -> emails(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("PENSTOCK_QUEUES_EMAILS_")
                .hasMessageContaining(message);
    }

    @Test
    void prefetch_may_equal_the_concurrency() {
        assertThat(emails("CONCURRENCY=5", "PREFETCH=5").prefetch()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"emails", "e", "0", "big-pdfs", "big_pdfs-2"})
    void plain_names_are_fit_for_queues(String name) {
        assertThat(QueueConfig.checkName(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Emails", "e.mails", "-emails", "_emails", "e mails", "émails", "emails\n", "a#", "a*"})
    void names_that_the_delay_ladder_or_the_environment_cannot_carry_are_refused(String name) {
        assertThatThrownBy(() -> QueueConfig.checkName(name))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "queue name: expected [a-z0-9][a-z0-9_-]* with at most 200 characters, got \"" + name + "\"");
    }

    @Test
    void a_queues_name_has_at_most_200_characters() {
        assertThat(QueueConfig.checkName("q".repeat(200))).hasSize(200);
        assertThatThrownBy(() -> QueueConfig.checkName("q".repeat(201))).isInstanceOf(ConfigException.class);
    }

    @Test
    void every_setting_that_is_read_is_listed() {
        assertThat(QueueConfig.settings("emails"))
                .extracting(Setting::name)
                .containsExactlyInAnyOrder(
                        "PENSTOCK_QUEUES_EMAILS_CONCURRENCY",
                        "PENSTOCK_QUEUES_EMAILS_PREFETCH",
                        "PENSTOCK_QUEUES_EMAILS_TIMEOUT",
                        "PENSTOCK_QUEUES_EMAILS_MAX_ATTEMPTS",
                        "PENSTOCK_QUEUES_EMAILS_RETRY_BASE",
                        "PENSTOCK_QUEUES_EMAILS_RETRY_CAP",
                        "PENSTOCK_QUEUES_EMAILS_TTL",
                        "PENSTOCK_QUEUES_EMAILS_DEFAULT_TYPE");
    }
}
