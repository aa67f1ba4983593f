package io.penstock.webhook.secret;

import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code file:acme} is the line {@code acme = whsec_…} of {@code PENSTOCK_WEBHOOK_SECRETS_PROPERTIES}, a properties file. It is read
 * again when it has changed.
 */
public final class FileSecrets implements SecretProvider {
    private static final Setting<String> FILE = Setting.text(
            "PENSTOCK_WEBHOOK_SECRETS_PROPERTIES",
            "",
            "Properties file NAME=whsec_… with signing secrets, for secret_ref file:NAME");
    private String file = "";
    private volatile @Nullable Content known;

    private record Content(FileTime time, long size, Properties lines) {}

    @Override
    public String scheme() {
        return "file";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(FILE);
    }

    @Override
    public void open(SettingValues values) {
        file = values.get(FILE);
    }

    @Override
    public List<String> find(String name) throws IOException {
        return file.isEmpty()
                ? List.of()
                : Secrets.words(content(Path.of(file)).lines().getProperty(name, ""));
    }

    private Content content(Path path) throws IOException {
        FileTime time = Files.getLastModifiedTime(path);
        long size = Files.size(path);
        Content read = known;
        if (read == null || !read.time().equals(time) || read.size() != size) {
            Properties lines = new Properties();
            try (Reader reader = Files.newBufferedReader(path)) {
                lines.load(reader);
            } catch (IllegalArgumentException e) {
                throw new IOException("PENSTOCK_WEBHOOK_SECRETS_PROPERTIES: expected a properties file", e);
            }
            read = new Content(time, size, lines);
            known = read;
        }
        return read;
    }
}
