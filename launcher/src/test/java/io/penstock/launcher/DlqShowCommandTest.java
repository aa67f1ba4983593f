package io.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.launcher.terminal.CommandFailure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DlqShowCommandTest {
    private static JsonNode payload(String form, String text) {
        return new JsonMapper().createObjectNode().put("form", form).put("text", text);
    }

    @Test
    void a_payload_comes_as_it_is_shown() {
        assertThat(DlqShowCommand.payload("7", payload("json", "{\"a\":\"ü\"}"), false))
                .isEqualTo("{\"a\":\"ü\"}\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytes_that_are_no_text_come_only_if_they_are_revealed() {
        assertThat(DlqShowCommand.payload("7", payload("binary", "/wA="), true)).containsExactly(0xff, 0);
        assertThatThrownBy(() -> DlqShowCommand.payload("7", payload("binary", ""), false))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("dead letter 7")
                .hasMessageContaining("--reveal");
    }
}
