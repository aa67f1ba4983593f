package io.penstock.webhook.secret;

import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code env:acme} is the environment variable {@code PENSTOCK_WEBHOOK_SECRET_ACME}; no other variable can be named. */
public final class EnvironmentSecrets implements SecretProvider {
    private static final String PREFIX = "PENSTOCK_WEBHOOK_SECRET_";
    private final Map<String, String> environment;

    /** For {@link java.util.ServiceLoader}. */
    public EnvironmentSecrets() {
        this(System.getenv());
    }

    EnvironmentSecrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String scheme() {
        return "env";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of();
    }

    @Override
    public void open(SettingValues values) {}

    /** Two names that differ in punctuation alone would be the same variable, so there is none but the underscore. */
    @Override
    public List<String> find(String name) {
        return name.matches("[A-Za-z0-9_]+")
                ? Secrets.words(environment.getOrDefault(PREFIX + name.toUpperCase(Locale.ROOT), ""))
                : List.of();
    }
}
