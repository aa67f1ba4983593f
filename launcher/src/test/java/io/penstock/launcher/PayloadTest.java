package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.launcher.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {
    @TempDir
    private Path folder;

    private String file(String content) throws Exception {
        return Files.writeString(folder.resolve("job.json"), content).toString();
    }

    @Test
    void an_object_is_taken_byte_for_byte() throws Exception {
        String content = " { \"a\" : 1.10,\n \"ö\": \"ü\" } ";

        assertThat(Payload.read(file(content))).asString().isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]|expected one JSON object, got ARRAY",
                "''|expected one JSON object, got nothing",
                "{}{}|expected one JSON object, got more than that",
                "{\"a\":1,}|line 1, column 8",
                "{\"a\":1,\"a\":2}|Duplicate field 'a'",
            })
    void anything_else_is_refused_and_the_message_says_why(String content, String why) throws Exception {
        String file = file(content);

        assertThatThrownBy(() -> Payload.read(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(file)
                .hasMessageContaining(why);
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Payload.read("nowhere.json"))
                .hasMessage("nowhere.json: expected a JSON file, got no such file");
    }
}
