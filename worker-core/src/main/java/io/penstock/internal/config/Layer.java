package io.penstock.internal.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * One source of configuration values.
 *
 * @param source how the source is called when a value is printed, e.g. {@code environment}
 * @param values text by canonical name: upper case, words separated by underscores
 */
record Layer(String source, Map<String, String> values) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** {@code penstock.queues.emails.max-attempts} and {@code PENSTOCK_QUEUES_EMAILS_MAX_ATTEMPTS} are the same name. */
    static String canonical(String name) {
        return name.strip().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Layer environment(Map<String, String> environment) {
        return new Layer("environment", Map.copyOf(environment));
    }

    /** Reads {@code --key=value} and {@code --key value}. */
    static Layer flags(List<String> arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || argument.length() == 2) {
                throw new ConfigException("argument " + argument + ": expected --key=value, got something else");
            }
            if (equals > 0) {
                values.put(canonical(argument.substring(2, equals)), argument.substring(equals + 1));
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                values.put(canonical(argument.substring(2)), arguments.get(++i));
            } else {
                throw new ConfigException("flag " + argument + ": expected a value, as in " + argument + "=value");
            }
        }
        return new Layer("flag", values);
    }

    /** Reads a {@code .properties}, {@code .yaml} or {@code .yml} file; nested YAML keys are joined by underscores. */
    static Layer file(Path path) {
        Map<String, String> values = new HashMap<>();
        String name = path.getFileName().toString();
        try (Reader reader = Files.newBufferedReader(path)) {
            if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                flatten("", YAML.readTree(reader), values);
            } else if (name.endsWith(".properties")) {
                Properties properties = new Properties();
                properties.load(reader);
                properties.forEach((key, value) -> values.put(canonical(key.toString()), value.toString()));
            } else {
                throw new ConfigException("configuration file " + path + ": expected .properties, .yaml or .yml");
            }
        } catch (JsonProcessingException e) {
            // its message quotes the line, which may hold a secret
            throw new ConfigException("configuration file " + path + ": expected YAML with each key once, got a mistake"
                    + " at line " + e.getLocation().getLineNr());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("configuration file " + path + ": expected properties, got a broken \\u escape");
        } catch (IOException e) {
            throw new ConfigException("configuration file " + path + ": expected a readable file, got "
                    + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        return new Layer("file " + path, values);
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(prefix + canonical(entry.getKey()) + "_", entry.getValue(), values));
        } else if (node.isArray()) {
            StringBuilder joined = new StringBuilder();
            node.forEach(item -> joined.append(joined.isEmpty() ? "" : ",").append(item.asText()));
            put(prefix, joined.toString(), values);
        } else if (!node.isNull() && !node.isMissingNode()) {
            put(prefix, node.asText(), values);
        }
    }

    private static void put(String prefix, String text, Map<String, String> values) {
        if (prefix.isEmpty()) {
            throw new ConfigException("configuration file: expected key: value pairs at the top level");
        }
        values.put(prefix.substring(0, prefix.length() - 1), text);
    }
}
