package io.penstock.console.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.console.redact.LetterView;
import io.penstock.console.redact.Redaction;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenValuesTest {
    private static final String BEFORE = "{\"to\":\"a\",\"password\":\"hunter2\",\"auth\":{\"token\":{\"a\":[1.10]}},"
            + "\"note\":\"paid with 4111 1111 1111 1111 today\",\"cards\":[{\"pin\":1,\"cvv\":123}],\"n/m\":{\"secret\":1},"
            + "\"4111 1111 1111 1111\":true}";

    private static JsonNode read(String json) {
        JsonNode read = Change.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(read).as(json).isNotNull();
        return read;
    }

    private static String shown(String json) {
        return LetterView.redacted(json.getBytes(StandardCharsets.UTF_8), Redaction.usual())
                .text();
    }

    private static String restored(String edited) throws HiddenValues.Misplaced {
        return HiddenValues.restore((ObjectNode) read(edited), read(shown(BEFORE)), read(BEFORE))
                .toString();
    }

    @Test
    void what_was_hidden_from_the_editor_stays_as_it_was() throws Exception {
        String edited = shown(BEFORE).replace("\"to\":\"a\"", "\"to\":\"b\"").replace(",\"[redacted]\":true", "");
        assertThat(edited).doesNotContain("hunter2", "4111", "123", "1.10").contains("\"pin\":1");

        assertThat(restored(edited))
                .isEqualTo(BEFORE.replace("\"to\":\"a\"", "\"to\":\"b\"").replace(",\"4111 1111 1111 1111\":true", ""));
    }

    @Test
    void what_the_editor_wrote_himself_is_taken() throws Exception {
        assertThat(restored("{\"password\":\"hunter3\",\"cards\":[{\"cvv\":7}]}"))
                .isEqualTo("{\"password\":\"hunter3\",\"cards\":[{\"cvv\":7}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "moved | {'to':'[redacted]'} | /to",
                "new | {'x':{'password':'[redacted]'}} | /x/password",
                "another text around it | {'note':'paid with [redacted] yesterday'} | /note",
                "in a list that was changed | {'cards':[{'pin':2,'cvv':'[redacted]'}]} | /cards/0/cvv",
                "in a longer list | {'cards':[{'pin':1,'cvv':'[redacted]'},{}]} | /cards/0/cvv",
                "a name | {'[redacted]':true} | ''",
                "below a name that needs escapes | {'n/m':{'a':'[redacted]'}} | /n~1m/a",
            })
    void a_place_holder_anywhere_else_is_never_published(String why, String edited, String field) {
        var misplaced = catchThrowableOfType(HiddenValues.Misplaced.class, () -> restored(edited.replace('\'', '"')));

        assertThat(misplaced).as(why).isNotNull();
        assertThat(misplaced.field()).as(why).isEqualTo(field);
    }

    @Test
    void a_payload_that_was_no_json_has_no_hidden_values_that_could_stay() {
        var misplaced = catchThrowableOfType(
                HiddenValues.Misplaced.class,
                () -> HiddenValues.restore((ObjectNode) read("{\"a\":\"[redacted]\"}"), null, null));

        assertThat(misplaced.field()).isEqualTo("/a");
    }
}
