package io.penstock.console;

import io.penstock.console.store.DatabaseSettings;
import io.penstock.console.store.Dialect;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.ConfigException;
import io.penstock.internal.config.Redactor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that a console is told. Checked when built.
 *
 * @param config the effective configuration
 */
record ConsoleConfig(Config config) {

    /** @throws ConfigException if anything is wrong; the message says what, where and how to put it right */
    static ConsoleConfig read(List<String> flags, Map<String, String> environment) {
        ConsoleConfig console = new ConsoleConfig(Config.read(flags, environment));
        List<String> unknown = console.config.unknownNames(ConsoleSettings.all());
        if (!unknown.isEmpty()) {
            throw new ConfigException("unknown setting " + String.join(", ", unknown)
                    + ": expected one of those that --print-config lists");
        }
        ConsoleSettings.all().forEach(console.config::get);
        console.check();
        return console;
    }

    private void check() {
        var unused = ConsoleSettings.oidc(config);
        String url = config.get(ConsoleSettings.DATABASE_URL);
        try {
            if (!url.isEmpty()) {
                Dialect.of(url);
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException("DATABASE_URL: " + e.getMessage());
        }
        if (config.get(ConsoleSettings.SESSION_IDLE).compareTo(config.get(ConsoleSettings.SESSION_LIFETIME)) > 0) {
            throw new ConfigException(
                    "PENSTOCK_CONSOLE_SESSION_IDLE: expected at most" + " PENSTOCK_CONSOLE_SESSION_LIFETIME");
        }
    }

    DatabaseSettings database() {
        String url = config.get(ConsoleSettings.DATABASE_URL);
        int connections = config.get(ConsoleSettings.DATABASE_CONNECTIONS);
        if (!url.isEmpty()) {
            return new DatabaseSettings(url, "", "", connections);
        }
        Path file = Path.of(config.get(ConsoleSettings.DATA), "console").toAbsolutePath();
        return new DatabaseSettings("jdbc:h2:file:" + file, "", "", connections);
    }

    /** The effective configuration, one setting a line, secrets masked. */
    String print() {
        StringBuilder text = new StringBuilder();
        ConsoleSettings.all()
                .forEach(setting -> text.append(config.describe(setting)).append('\n'));
        return text.toString();
    }

    Redactor redactor() {
        return new Redactor(config.secrets(ConsoleSettings.all()));
    }
}
