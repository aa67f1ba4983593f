package io.penstock.docker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the compose file says, with its anchors and merges resolved. */
record Compose(Map<String, Object> document) {

    static Compose read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Compose(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
        }
    }

    Map<String, Map<String, Object>> services() {
        return map(document.get("services"));
    }

    /** Those that are built here. */
    Map<String, Map<String, Object>> built() {
        Map<String, Map<String, Object>> built = new TreeMap<>(services());
        built.values().removeIf(service -> !service.containsKey("build"));
        return built;
    }

    /** Those that run jobs. */
    Map<String, Map<String, Object>> workers() {
        Map<String, Map<String, Object>> workers = built();
        workers.remove("console");
        return workers;
    }

    static Map<String, Object> environment(Map<String, Object> service) {
        return service.containsKey("environment") ? map(service.get("environment")) : Map.of();
    }

    static List<String> ports(Map<String, Object> service) {
        return service.containsKey("ports") ? list(service.get("ports")) : List.of();
    }

    @SuppressWarnings("unchecked") // what a YAML file holds is known to its reader alone
    static <V> Map<String, V> map(Object value) {
        return (Map<String, V>) value;
    }

    @SuppressWarnings("unchecked") // as above
    static List<String> list(Object value) {
        return (List<String>) value;
    }
}
