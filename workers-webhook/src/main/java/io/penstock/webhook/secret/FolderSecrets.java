package io.penstock.webhook.secret;

import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code folder:acme} is the file {@code acme} in {@code PENSTOCK_WEBHOOK_SECRETS_DIR}, as Vault agents, Docker and Kubernetes
 * mount secrets. It is read for each delivery, so that a rotated secret counts at once.
 */
public final class FolderSecrets implements SecretProvider {
    private static final Setting<String> FOLDER = Setting.text(
            "PENSTOCK_WEBHOOK_SECRETS_DIR", "", "Folder of files with signing secrets, for secret_ref folder:NAME");
    private static final int LARGEST = 4_096;
    private String folder = "";

    @Override
    public String scheme() {
        return "folder";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(FOLDER);
    }

    @Override
    public void open(SettingValues values) {
        folder = values.get(FOLDER);
    }

    @Override
    public List<String> find(String name) throws IOException {
        if (folder.isEmpty()) {
            return List.of();
        }
        Path file = Path.of(folder, name);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Secrets.words(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
        }
    }
}
