package io.penstock.webhook.secret;

import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All places where secrets are kept. Thread-safe once it is open. */
public final class Secrets {
    private static final Pattern REFERENCE = Pattern.compile("([a-z]+):([A-Za-z0-9_-][A-Za-z0-9._-]{0,127})");
    private final Map<String, SecretProvider> providers = new TreeMap<>();

    /** Those that {@link ServiceLoader} finds beside this class. */
    public static Secrets found() {
        List<SecretProvider> found = new ArrayList<>();
        ServiceLoader.load(SecretProvider.class, Secrets.class.getClassLoader()).forEach(found::add);
        return new Secrets(found);
    }

    Secrets(List<SecretProvider> providers) {
        providers.forEach(provider -> this.providers.put(provider.scheme(), provider));
    }

    /** The settings of all of them. */
    public List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>();
        providers.values().forEach(provider -> settings.addAll(provider.settings()));
        return settings;
    }

    /** Opens all of them. */
    public void open(SettingValues values) {
        providers.values().forEach(provider -> provider.open(values));
    }

    /**
     * The secrets behind a reference, at least one.
     *
     * @throws IllegalArgumentException if there are none; the message names the reference
     * @throws IOException if it cannot be told now
     */
    public List<String> resolve(String reference) throws IOException {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("secret_ref: expected SCHEME:NAME, such as env:acme, with a name of"
                    + " [A-Za-z0-9._-] and a scheme of " + providers.keySet());
        }
        SecretProvider provider = providers.get(matcher.group(1));
        if (provider == null) {
            throw new IllegalArgumentException(
                    "secret_ref: expected a scheme of " + providers.keySet() + ", got \"" + matcher.group(1) + "\"");
        }
        List<String> secrets = provider.find(matcher.group(2));
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("secret_ref: expected the name of a secret, got " + reference
                    + ", which this worker does not have");
        }
        return secrets;
    }

    /** Secrets separated by space, comma or line ends. */
    static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
