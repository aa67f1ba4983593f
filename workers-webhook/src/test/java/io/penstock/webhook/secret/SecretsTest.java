package io.penstock.webhook.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.internal.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @TempDir
    Path folder;

    private Path lines;
    private final Secrets secrets = new Secrets(List.of(
            new EnvironmentSecrets(Map.of("PENSTOCK_WEBHOOK_SECRET_ACME", "whsec_a", "RABBITMQ_URL", "amqp://u:p@h")),
            new FileSecrets(),
            new FolderSecrets()));

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("acme"), "whsec_new\nwhsec_old\n");
        lines = Files.writeString(folder.resolve("lines.properties"), "acme = whsec_b, whsec_c\nother = whsec_d\n");
        secrets.open(Config.read(
                List.of("--penstock-webhook-secrets-dir=" + folder, "--penstock-webhook-secrets-properties=" + lines),
                Map.of()));
    }

    @Test
    void a_name_is_found_in_the_environment_a_file_or_a_folder() throws IOException {
        assertThat(secrets.resolve("env:acme")).containsExactly("whsec_a");
        assertThat(secrets.resolve("file:acme")).containsExactly("whsec_b", "whsec_c");
        assertThat(secrets.resolve("folder:acme")).containsExactly("whsec_new", "whsec_old");
    }

    @Test
    void a_rotated_secret_counts_at_once() throws IOException {
        secrets.resolve("file:acme");
        Files.writeString(folder.resolve("acme"), "whsec_newer");
        Files.writeString(lines, "acme = whsec_x");
        Files.setLastModifiedTime(lines, FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(secrets.resolve("folder:acme")).containsExactly("whsec_newer");
        assertThat(secrets.resolve("file:acme")).containsExactly("whsec_x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme",
                "env:",
                "env:RABBITMQ_URL",
                "env:nobody",
                "vault:acme",
                "folder:../acme",
                "folder:.acme",
                "folder:a/b",
                "folder:nobody",
                "file:nobody",
                "file:/etc/passwd",
                "folder:"
            })
    void nothing_else_can_be_named(String reference) {
        assertThatThrownBy(() -> secrets.resolve(reference))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("secret_ref: expected ");
    }

    @Test
    void a_place_that_cannot_be_read_now_is_another_matter_than_a_wrong_name() throws IOException {
        Files.delete(lines);

        assertThatThrownBy(() -> secrets.resolve("file:acme")).isInstanceOf(IOException.class);
    }

    @Test
    void a_worker_finds_all_three() {
        assertThat(Secrets.found().settings())
                .extracting(setting -> setting.name())
                .containsExactly("PENSTOCK_WEBHOOK_SECRETS_PROPERTIES", "PENSTOCK_WEBHOOK_SECRETS_DIR");
        assertThatThrownBy(() -> Secrets.found().resolve("nowhere:x")).hasMessageContaining("[env, file, folder]");
    }
}
