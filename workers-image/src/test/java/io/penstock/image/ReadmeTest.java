package io.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.spi.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Pattern PAYLOAD = Pattern.compile("<!-- payload -->\\n```json\\n(.*?)```", Pattern.DOTALL);

    private final String readme = read();

    private static String read() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void the_payload_of_the_readme_is_accepted() {
        Matcher payload = PAYLOAD.matcher(readme);

        assertThat(payload.find()).isTrue();
        assertThat(Payloads.read(payload.group(1)).renditions()).hasSize(2);
    }

    @Test
    void the_readme_has_every_setting_with_its_default() {
        for (Setting<?> setting : ImageSettings.ALL) {
            assertThat(readme).contains("| `" + setting.name() + "` | `" + setting.defaultText() + "` |");
        }
    }
}
