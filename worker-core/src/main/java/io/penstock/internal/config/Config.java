package io.penstock.internal.config;

import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The effective configuration: flags beat environment beats file beats default. Immutable and thread-safe.
 *
 * <p>Reading a setting checks it: a value that does not fit ends in a {@link ConfigException} that names the setting,
 * where the value came from, what was expected and what was got.
 */
public final class Config implements SettingValues {
    /** Where the configuration file is, if there is one. */
    public static final Setting<String> FILE =
            Setting.text("PENSTOCK_CONFIG", "", "Configuration file, .properties or .yaml");

    /** Up to the last @, as people forget to encode one that is part of the password. */
    private static final Pattern USER_INFO = Pattern.compile("://(?:([^/:@]*):)?(.+)@");

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)([?&;][^=&;]*(?:pass|pwd|secret|token|key)[^=&;]*=)([^&;]*)");

    private final List<Layer> layers;

    private Config(List<Layer> layers) {
        this.layers = layers;
    }

    /** Reads flags, environment and the file that one of them names. */
    public static Config read(List<String> flags, Map<String, String> environment) {
        List<Layer> layers = new ArrayList<>(List.of(Layer.flags(flags), Layer.environment(environment)));
        String file = new Config(layers).get(FILE);
        if (!file.isEmpty()) {
            layers.add(Layer.file(Path.of(file)));
        }
        return new Config(List.copyOf(layers));
    }

    /**
     * A value as written, and where it was written.
     *
     * @param text the text before parsing, never masked
     * @param source flag, environment, file or default
     */
    public record Value(String text, String source) {}

    /** The value of a setting. */
    @Override
    public <T> T get(Setting<T> setting) {
        Value value = value(setting);
        try {
            return setting.parser().parse(value.text());
        } catch (IllegalArgumentException e) {
            String got = setting.secret() ? "a value that is not shown" : "\"" + value.text() + "\"";
            throw new ConfigException(setting.name() + " (" + value.source() + "): " + e.getMessage() + ", got " + got);
        }
    }

    /** True if anybody gave a value, so that the default does not count. */
    public boolean isSet(Setting<?> setting) {
        return find(setting) != null;
    }

    /** The text of a setting and its source. */
    public Value value(Setting<?> setting) {
        Value found = find(setting);
        if (found != null) {
            return found;
        }
        String defaultText = setting.defaultText();
        if (defaultText == null) {
            throw new ConfigException(setting.name() + ": expected a value, got none; " + setting.description());
        }
        return new Value(defaultText, "default");
    }

    private @Nullable Value find(Setting<?> setting) {
        for (Layer layer : layers) {
            String text = layer.values().get(setting.name());
            String file = setting.secret() ? layer.values().get(setting.name() + "_FILE") : null;
            if (text != null && file != null) {
                throw new ConfigException(setting.name() + " (" + layer.source() + "): expected either "
                        + setting.name() + " or " + setting.name() + "_FILE, got both");
            }
            if (text != null) {
                return new Value(text, layer.source());
            }
            if (file != null) {
                return new Value(secretFrom(setting, file), layer.source() + ", from " + file);
            }
        }
        return null;
    }

    private static String secretFrom(Setting<?> setting, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new ConfigException(setting.name() + "_FILE: expected a readable file, got " + file + " ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * Names in flags and files that no setting has, so that typing mistakes do not pass silently. The environment is not
     * looked at: it belongs to others too.
     */
    public List<String> unknownNames(Collection<Setting<?>> known) {
        Set<String> names = new HashSet<>();
        known.forEach(setting -> {
            names.add(setting.name());
            if (setting.secret()) {
                names.add(setting.name() + "_FILE");
            }
        });
        return layers.stream()
                .flatMap(layer -> layer.values().keySet().stream()
                        .filter(name -> !names.contains(name))
                        .filter(name -> !layer.source().equals("environment"))
                        .map(name -> name + " (" + layer.source() + ")"))
                .sorted()
                .toList();
    }

    /**
     * Names in the environment that begin with one of these prefixes and belong to no setting. Only a warning: the
     * environment is shared with others.
     */
    public List<String> unknownInEnvironment(Collection<String> prefixes, Collection<Setting<?>> known) {
        Set<String> names = new HashSet<>();
        known.forEach(setting -> names.add(setting.name()));
        return layers.stream()
                .filter(layer -> layer.source().equals("environment"))
                .flatMap(layer -> layer.values().keySet().stream())
                .filter(name -> prefixes.stream().anyMatch(name::startsWith))
                .filter(name -> !names.contains(name))
                .sorted()
                .toList();
    }

    /** One line for {@code --print-config}: name, value with secrets masked, source. */
    public String describe(Setting<?> setting) {
        Value value = value(setting);
        String shown = setting.secret() ? maskSecret(value.text()) : value.text();
        return setting.name() + " = " + shown + "   (" + value.source() + ")";
    }

    /** What must never be printed: secret values, and the passwords inside secret URLs. */
    public List<String> secrets(Collection<Setting<?>> settings) {
        List<String> secrets = new ArrayList<>();
        for (Setting<?> setting : settings) {
            Value value = setting.secret() ? find(setting) : null;
            if (value != null) {
                secrets.add(value.text());
                secrets.addAll(passwordsIn(value.text()));
            }
        }
        return secrets;
    }

    private static String maskSecret(String text) {
        if (text.isEmpty()) {
            return "";
        }
        if (!text.contains("://")) {
            return "***";
        }
        String masked = USER_INFO.matcher(text).replaceAll(found -> {
            String user = found.group(1);
            return Matcher.quoteReplacement(user == null ? "://***@" : "://" + user + ":***@");
        });
        return SECRET_PARAMETER.matcher(masked).replaceAll("$1***");
    }

    /** The passwords in a URL, each as it is written there and as it is sent. */
    private static List<String> passwordsIn(String text) {
        return Stream.of(USER_INFO, SECRET_PARAMETER)
                .flatMap(pattern -> pattern.matcher(text).results())
                .flatMap(found -> asWrittenAndAsSent(found.group(2)).stream())
                .toList();
    }

    private static List<String> asWrittenAndAsSent(String written) {
        try {
            return List.of(written, URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return List.of(written); // whoever uses the URL says that it is wrong
        }
    }
}
