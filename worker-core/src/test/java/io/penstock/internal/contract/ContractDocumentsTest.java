package io.penstock.internal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.internal.config.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractDocumentsTest {
    @TempDir
    private Path folder;

    private void plugin(String jar, String file, String content) throws IOException {
        Path path = folder.resolve(jar);
        Files.createDirectories(path.getParent());
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("META-INF/penstock/schemas/" + file));
            entries.write(content.getBytes(StandardCharsets.UTF_8));
            entries.closeEntry();
        }
    }

    private ContractDocuments found() {
        return ContractDocuments.find(folder);
    }

    @Test
    void the_schemas_of_the_class_path_are_found_by_name() {
        assertThat(ContractDocuments.find(Path.of("no-such-folder")).schemas())
                .containsKeys("io.penstock.job.completed.v1", "io.penstock.job.failed.v1", "notification");
        assertThat(found().asyncApi().path("asyncapi").textValue()).isEqualTo("3.0.0");
    }

    @Test
    void plug_in_jars_bring_schemas_of_their_own_alone_and_in_folders() throws IOException {
        plugin("greeting.jar", "greeting.say.json", "{\"type\":\"object\"}");
        plugin("other/other-1.0.jar", "other.json", "{}");
        assertThat(found().schemas()).containsKeys("greeting.say", "other", "notification");
        assertThat(found().schemas().get("greeting.say").path("type").textValue())
                .isEqualTo("object");
    }

    @Test
    void the_same_schema_twice_is_one() throws IOException {
        plugin("a.jar", "greeting.say.json", "{}");
        plugin("b.jar", "greeting.say.json", "{}");
        assertThat(found().schemas()).containsKey("greeting.say");
    }

    @Test
    void two_that_differ_under_one_name_are_refused() throws IOException {
        plugin("a.jar", "notification.json", "{}");
        assertThatThrownBy(this::found)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema notification.json in")
                .hasMessageContaining("a.jar: expected one of that name");
    }

    @Test
    void what_is_not_json_is_refused_by_name() throws IOException {
        plugin("a.jar", "greeting.say.json", "{");
        assertThatThrownBy(this::found)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema greeting.say.json: expected JSON");
    }

    @Test
    void a_file_whose_name_is_no_type_is_refused() throws IOException {
        plugin("a.jar", "greeting.yaml", "{}");
        assertThatThrownBy(this::found)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema greeting.yaml: expected the job type");
    }

    @Test
    void a_schema_of_more_than_1_mib_is_refused() throws IOException {
        plugin("a.jar", "greeting.say.json", " ".repeat(1024 * 1024) + "{}");
        assertThatThrownBy(this::found)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at most 1048576 bytes");
    }
}
