package io.penstock.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
    private static final Setting<Integer> PORT = Setting.integer("PORT", 8081, 0, 65_535, "A port");

    @ParameterizedTest
    @ValueSource(strings = {"", "port", "Port", "1PORT", "_PORT", "PORT-A", "PORT.A", "PÖRT"})
    void a_setting_with_a_name_that_no_environment_variable_can_have_is_refused(String name) {
        assertThatThrownBy(() -> Setting.text(name, "", "…"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got " + name);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "65535,65535", "' 80 ',80"})
    void whole_numbers_are_read_up_to_both_bounds(String text, int value) {
        assertThat(PORT.parser().parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "99999999999", "80.0", "eighty", "", "0x50"})
    void a_number_out_of_range_is_refused_with_the_range_and_without_the_text(String text) {
        assertThatThrownBy(() -> PORT.parser().parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a whole number from 0 to 65535");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "' false ',false"})
    void yes_and_no_are_true_and_false(String text, boolean value) {
        assertThat(flag().parser().parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "on", "", "truee"})
    void other_words_for_yes_are_refused_and_not_taken_for_no(String text) {
        assertThatThrownBy(() -> flag().parser().parse(text)).hasMessage("expected true or false");
    }

    private static Setting<Boolean> flag() {
        return Setting.bool("FLAG", false, "A flag");
    }

    @Test
    void a_list_is_split_at_commas_without_empty_names() {
        Setting<List<String>> list = Setting.list("NAMES", "", "Names");
        assertThat(list.parser().parse(" a, b ,,c,")).containsExactly("a", "b", "c");
        assertThat(list.parser().parse("")).isEmpty();
    }

    @Test
    void a_choice_is_one_of_its_words_in_any_case_and_the_first_by_default() {
        Setting<String> choice = Setting.choice("FORMAT", List.of("text", "json"), "Format");
        assertThat(choice.defaultText()).isEqualTo("text");
        assertThat(choice.parser().parse(" JSON ")).isEqualTo("json");
        assertThatThrownBy(() -> choice.parser().parse("xml")).hasMessage("expected one of text, json");
    }

    @Test
    void every_default_can_be_read_by_its_own_setting() {
        assertThat(PORT.parser().parse(String.valueOf(PORT.defaultText()))).isEqualTo(8081);
        Setting<Duration> wait = Setting.duration("WAIT", "5m", "A wait");
        assertThat(wait.parser().parse(String.valueOf(wait.defaultText()))).hasMinutes(5);
        assertThat(flag().parser().parse(String.valueOf(flag().defaultText()))).isFalse();
    }

    @Test
    void only_a_setting_without_default_must_be_given() {
        assertThat(PORT.required()).isFalse();
        assertThat(new Setting<>("KEY", null, true, "A key", text -> text).required())
                .isTrue();
    }

    @Test
    void text_is_taken_as_it_is_and_only_secret_text_is_secret() {
        assertThat(Setting.text("A", "", "…").secret()).isFalse();
        assertThat(Setting.secretText("A", "", "…").secret()).isTrue();
        assertThat(Setting.secretText("A", "", "…").parser().parse(" p w ")).isEqualTo(" p w ");
    }

    @Test
    void a_duration_outside_its_range_is_refused_with_the_range() {
        Setting<Duration> lease =
                Setting.duration("LEASE", "15s", Duration.ofSeconds(1), Duration.ofMinutes(10), "A lease");
        assertThat(lease.parser().parse("1s")).isEqualTo(Duration.ofSeconds(1));
        assertThat(lease.parser().parse("10m")).isEqualTo(Duration.ofMinutes(10));
        for (String text : List.of("999ms", "601s")) {
            assertThatThrownBy(() -> lease.parser().parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a duration from 1s to 600s");
        }
    }
}
