package io.penstock.launcher.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {
    @Test
    void lines_are_told_once_and_only_when_they_are_complete(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("log"), "eins\nzwölf\ndr");
        GrowingFile growing = new GrowingFile(file);

        assertThat(growing.newLines()).containsExactly("eins", "zwölf");
        assertThat(growing.newLines()).isEmpty();
        Files.writeString(file, "ei\n", StandardOpenOption.APPEND);
        assertThat(growing.newLines()).containsExactly("drei");
    }
}
