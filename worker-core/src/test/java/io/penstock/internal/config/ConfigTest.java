package io.penstock.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.spi.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final Setting<Integer> PORT = Setting.integer("PENSTOCK_HTTP_PORT", 8081, 0, 65_535, "A port");
    private static final Setting<String> BROKER =
            Setting.secretText("RABBITMQ_URL", "amqp://guest:guest@localhost:5672", "The broker");
    private static final Setting<String> TOKEN = Setting.secretText("API_TOKEN", "", "A token");
    private static final Setting<String> NEEDED = new Setting<>("NEEDED", null, false, "Nothing works without", t -> t);

    @TempDir
    Path folder;

    private Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Config flags(String... flags) {
        return Config.read(List.of(flags), Map.of());
    }

    private static Config environment(String name, String value) {
        return Config.read(List.of(), Map.of(name, value));
    }

    private Config yaml(String content) {
        return flags("--penstock-config=" + file("worker.yaml", content));
    }

    private Config properties(String content) {
        return flags("--penstock-config=" + file("worker.properties", content));
    }

    @Test
    void a_flag_beats_the_environment_which_beats_the_file_which_beats_the_default() {
        String file = file("worker.yaml", "penstock.http-port: 3").toString();
        Map<String, String> both = Map.of("PENSTOCK_CONFIG", file, "PENSTOCK_HTTP_PORT", "2");
        assertThat(Config.read(List.of("--penstock-http-port=1"), both).get(PORT))
                .isEqualTo(1);
        assertThat(Config.read(List.of(), both).get(PORT)).isEqualTo(2);
        assertThat(environment("PENSTOCK_CONFIG", file).get(PORT)).isEqualTo(3);
        assertThat(flags().get(PORT)).isEqualTo(8081);
    }

    @Test
    void every_value_says_where_it_was_written() {
        Path file = file("worker.yaml", "penstock.http-port: 3");
        assertThat(flags("--penstock-http-port=1").value(PORT).source()).isEqualTo("flag");
        assertThat(environment("PENSTOCK_HTTP_PORT", "1").value(PORT).source()).isEqualTo("environment");
        assertThat(flags("--penstock-config=" + file).value(PORT).source()).isEqualTo("file " + file);
        assertThat(flags().value(PORT).source()).isEqualTo("default");
        assertThat(flags().isSet(PORT)).isFalse();
        assertThat(environment("PENSTOCK_HTTP_PORT", "8081").isSet(PORT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--penstock-http-port=99",
                "--PENSTOCK_HTTP_PORT=99",
                "--penstock.http.port=99",
                "--Penstock-Http_Port=99"
            })
    void letter_case_and_separators_of_a_flag_do_not_matter(String flag) {
        assertThat(flags(flag).get(PORT)).isEqualTo(99);
    }

    @Test
    void a_flag_may_stand_before_its_value() {
        assertThat(flags("--penstock-http-port", "99").get(PORT)).isEqualTo(99);
        assertThat(flags("--needed", "-5").get(NEEDED)).isEqualTo("-5");
    }

    @Test
    void the_value_of_a_flag_may_hold_equals_signs_and_be_empty() {
        assertThat(flags("--needed=a=b").get(NEEDED)).isEqualTo("a=b");
        assertThat(flags("--needed=").get(NEEDED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "emails, 'argument emails: expected --key=value, got something else'",
        "-x, 'argument -x: expected --key=value, got something else'",
        "--, 'argument --: expected --key=value, got something else'",
        "--needed, 'flag --needed: expected a value, as in --needed=value'",
    })
    void an_argument_that_is_no_setting_is_refused(String argument, String message) {
        assertThatThrownBy(() -> flags(argument))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> flags("--needed", "--other=1"))
                .hasMessage("flag --needed: expected a value, as in --needed=value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PENSTOCK_HTTP_PORT: 99",
                "penstock-http-port: 99",
                "penstock.http.port: '99'",
                "penstock:\n  http-port: 99",
                "penstock:\n  http:\n    port: 99",
                "{penstock: {http_port: 99}}"
            })
    void nested_yaml_keys_are_joined_to_names(String yaml) {
        assertThat(yaml(yaml).get(PORT)).isEqualTo(99);
    }

    @Test
    void a_yaml_list_is_a_list() {
        Setting<List<String>> queues = Setting.list("PENSTOCK_QUEUES", "", "Queues");
        assertThat(yaml("penstock:\n  queues: [emails, pdfs]").get(queues)).containsExactly("emails", "pdfs");
        assertThat(yaml("penstock.queues:\n- emails\n- pdfs").get(queues)).containsExactly("emails", "pdfs");
        assertThat(yaml("penstock.queues: []").get(queues)).isEmpty();
    }

    @Test
    void a_yaml_key_without_a_value_is_not_set() {
        assertThat(yaml("penstock:\n  http-port:\n").get(PORT)).isEqualTo(8081);
        assertThat(yaml("").get(PORT)).isEqualTo(8081);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENSTOCK_HTTP_PORT=99", "penstock.http.port = 99", "penstock.http-port:99"})
    void properties_are_read_under_the_same_names(String line) {
        assertThat(properties("# a comment\n" + line).get(PORT)).isEqualTo(99);
    }

    @Test
    void files_are_utf_8() {
        assertThat(properties("needed=Grüße").get(NEEDED)).isEqualTo("Grüße");
        assertThat(yaml("needed: Grüße").get(NEEDED)).isEqualTo("Grüße");
    }

    @Test
    void a_file_that_is_not_there_or_of_no_known_kind_is_refused_by_its_path() {
        assertThatThrownBy(() -> flags("--penstock-config=" + folder.resolve("none.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("none.yaml", "expected a readable file", "NoSuchFileException");
        Path toml = file("worker.toml", "");
        assertThatThrownBy(() -> flags("--penstock-config=" + toml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("worker.toml", "expected .properties, .yaml or .yml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [hunter2",
                "api-token: \"hunter2",
                "a: 1\n\tapi-token: hunter2",
                "api-token: hunter2\napi-token: hunter3",
                "a: hunter2: b"
            })
    void broken_yaml_is_refused_with_path_and_line_and_without_what_stands_there(String yaml) {
        assertThatThrownBy(() -> yaml(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("worker.yaml", "expected YAML", "line ")
                .message()
                .doesNotContain("hunter");
    }

    @Test
    void broken_properties_are_refused_with_the_path() {
        assertThatThrownBy(() -> properties("a=\\u12"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("worker.properties", "broken \\u escape");
    }

    @ParameterizedTest
    @ValueSource(strings = {"just words", "- a\n- b", "42"})
    void yaml_without_keys_is_refused(String yaml) {
        assertThatThrownBy(() -> yaml(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected key: value pairs");
    }

    @Test
    void a_wrong_value_is_refused_with_name_source_expectation_and_value() {
        assertThatThrownBy(() -> environment("PENSTOCK_HTTP_PORT", "eighty").get(PORT))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "PENSTOCK_HTTP_PORT (environment): expected a whole number from 0 to 65535, got \"eighty\"");
    }

    @Test
    void a_wrong_secret_is_refused_without_being_shown() {
        Setting<String> picky = new Setting<>("PICKY", "", true, "…", text -> {
            throw new IllegalArgumentException("expected 24 bytes");
        });
        assertThatThrownBy(() -> flags("--picky=hunter2").get(picky))
                .hasMessage("PICKY (flag): expected 24 bytes, got a value that is not shown");
    }

    @Test
    void a_value_that_must_be_given_and_is_not_is_refused_with_what_it_is_for() {
        assertThatThrownBy(() -> flags().get(NEEDED))
                .isInstanceOf(ConfigException.class)
                .hasMessage("NEEDED: expected a value, got none; Nothing works without");
    }

    @Test
    void a_secret_can_be_read_from_a_file() {
        Path secret = file("token", "hunter2\n");
        Config config = environment("API_TOKEN_FILE", secret.toString());
        assertThat(config.get(TOKEN)).isEqualTo("hunter2");
        assertThat(config.isSet(TOKEN)).isTrue();
        assertThat(config.describe(TOKEN)).isEqualTo("API_TOKEN = ***   (environment, from " + secret + ")");
        assertThat(flags("--api-token-file=" + secret).get(TOKEN)).isEqualTo("hunter2");
    }

    @Test
    void a_secrets_file_beats_a_secret_from_a_weaker_source() {
        Path secret = file("token", "hunter2");
        Config config = Config.read(List.of("--api-token-file=" + secret), Map.of("API_TOKEN", "other"));
        assertThat(config.get(TOKEN)).isEqualTo("hunter2");
    }

    @Test
    void a_secret_given_both_ways_is_an_error() {
        Path secret = file("token", "hunter2");
        Config config = Config.read(List.of(), Map.of("API_TOKEN", "hunter3", "API_TOKEN_FILE", secret.toString()));
        assertThatThrownBy(() -> config.get(TOKEN))
                .isInstanceOf(ConfigException.class)
                .hasMessage("API_TOKEN (environment): expected either API_TOKEN or API_TOKEN_FILE, got both");
    }

    @Test
    void a_secrets_file_that_cannot_be_read_is_refused_by_its_path() throws IOException {
        Config missing = environment("API_TOKEN_FILE", folder.resolve("none").toString());
        assertThatThrownBy(() -> missing.get(TOKEN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("API_TOKEN_FILE: expected a readable file, got ", "none");
        Path latin1 = Files.write(folder.resolve("latin1"), "pässword".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(
                        () -> environment("API_TOKEN_FILE", latin1.toString()).get(TOKEN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("latin1");
    }

    @Test
    void a_file_is_not_looked_into_for_a_setting_that_is_no_secret() {
        Path port = file("port", "99");
        Config config = flags("--penstock-http-port-file=" + port);
        assertThat(config.get(PORT)).isEqualTo(8081);
        assertThat(config.unknownNames(List.of(PORT))).containsExactly("PENSTOCK_HTTP_PORT_FILE (flag)");
    }

    @Test
    void names_that_no_setting_has_are_found_in_flags_and_files_but_not_in_the_environment() {
        Path file = file("worker.yaml", "penstock:\n  prot: 1\n  http-port: 2");
        Config config = Config.read(
                List.of("--penstock-config=" + file, "--penstock-http-prot=1", "--api-token-file=x"),
                Map.of("PATH", "/bin", "PENSTOCK_HOME", "/opt"));
        assertThat(config.unknownNames(List.of(PORT, TOKEN, Config.FILE)))
                .containsExactly("PENSTOCK_HTTP_PROT (flag)", "PENSTOCK_PROT (file " + file + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "amqp://shop:hunter2@broker:5672/v, amqp://shop:***@broker:5672/v",
        "amqps://shop:hunter2@a amqps://other:hunter2@b, amqps://shop:***@b",
        "redis://:hunter2@cache/9, redis://:***@cache/9",
        "redis://hunter2@cache/9, redis://***@cache/9",
        "amqp://shop:hun/ter2@broker, amqp://shop:***@broker",
        "amqp://shop:hun@ter2@broker, amqp://shop:***@broker",
        "amqp://shop:hun:ter2@broker, amqp://shop:***@broker",
        "jdbc:postgresql://db/p?user=shop&password=hunter2&ssl=true, "
                + "jdbc:postgresql://db/p?user=shop&password=***&ssl=true",
        "jdbc:sqlserver://db;Password=hunter2;encrypt=true, jdbc:sqlserver://db;Password=***;encrypt=true",
        "amqp://localhost:5672, amqp://localhost:5672",
        "hunter2, ***",
        "'', ''",
    })
    void a_secret_is_printed_without_what_is_secret_in_it(String value, String shown) {
        assertThat(environment("RABBITMQ_URL", value).describe(BROKER))
                .isEqualTo("RABBITMQ_URL = " + shown + "   (environment)");
    }

    @Test
    void what_is_no_secret_is_printed_as_it_is() {
        assertThat(flags("--penstock-http-port=99").describe(PORT)).isEqualTo("PENSTOCK_HTTP_PORT = 99   (flag)");
        assertThat(flags().describe(PORT)).isEqualTo("PENSTOCK_HTTP_PORT = 8081   (default)");
    }

    @Test
    void the_secrets_are_the_values_that_were_given_and_the_passwords_in_them_as_written_and_as_sent() {
        Config config =
                Config.read(List.of("--api-token=tok-1234", "--rabbitmq-url=amqp://shop:p%40ss+word@broker"), Map.of());
        assertThat(config.secrets(List.of(PORT, TOKEN, BROKER)))
                .contains("tok-1234", "amqp://shop:p%40ss+word@broker", "p%40ss+word", "p@ss+word");
        assertThat(flags().secrets(List.of(PORT, BROKER)))
                .as("defaults are no secrets")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "amqp://shop:hun/ter2@broker, hun/ter2",
        "amqp://shop:hun@ter2@broker, hun@ter2",
        "redis://hunter2@cache, hunter2",
        "jdbc:postgresql://db/p?password=hunter2, hunter2",
        "amqp://shop:100%@broker, 100%",
    })
    void passwords_are_found_wherever_people_write_them(String url, String password) {
        assertThat(environment("RABBITMQ_URL", url).secrets(List.of(BROKER))).contains(password);
    }
}
