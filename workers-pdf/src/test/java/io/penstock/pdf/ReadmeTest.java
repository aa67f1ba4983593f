package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.spi.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Pattern PAYLOAD = Pattern.compile("<!-- payload -->\\n```json\\n(.*?)```", Pattern.DOTALL);

    private String readme = "";

    @BeforeEach
    void read() throws Exception {
        readme = Files.readString(Path.of("README.md"));
    }

    @Test
    void every_payload_of_the_readme_is_accepted() {
        List<PdfPayload> payloads = PAYLOAD.matcher(readme)
                .results()
                .map(found -> Desk.payload(found.group(1)))
                .toList();
        assertThat(payloads).extracting(PdfPayload::template).containsExactly(null, "invoice", null);
    }

    @Test
    void the_readme_has_every_setting_with_its_default() {
        for (Setting<?> setting : PdfSettings.ALL) {
            String shown = String.valueOf(setting.defaultText());
            assertThat(readme)
                    .contains("| `" + setting.name() + "` | " + (shown.isEmpty() ? "–" : "`" + shown + "`") + " |");
        }
    }
}
