package io.penstock.console.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What has to be done to one JSON document to make another of it (RFC 6902): field by field, arrays place by place. */
final class JsonDiff {
    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();
    private final Function<String, JsonNode> shown;

    private JsonDiff(Function<String, JsonNode> shown) {
        this.shown = shown;
    }

    /**
     * The operations, none if both are equal.
     *
     * @param before null if there was no JSON
     * @param shown  what may be shown of the value at this JSON pointer (RFC 6901) of {@code after}
     */
    static ArrayNode of(@Nullable JsonNode before, JsonNode after, Function<String, JsonNode> shown) {
        var diff = new JsonDiff(shown);
        if (before == null) {
            diff.add("replace", "");
        } else {
            diff.compare(before, after, "");
        }
        return diff.operations;
    }

    private void compare(JsonNode before, JsonNode after, String path) {
        if (before instanceof ObjectNode was && after instanceof ObjectNode is) {
            fields(was, is, path);
        } else if (before instanceof ArrayNode was && after instanceof ArrayNode is) {
            places(was, is, path);
        } else if (!before.equals(after)) {
            add("replace", path);
        }
    }

    private void fields(ObjectNode before, ObjectNode after, String path) {
        before.fieldNames().forEachRemaining(name -> {
            JsonNode is = after.get(name);
            if (is == null) {
                remove(below(path, name));
            } else {
                compare(before.path(name), is, below(path, name));
            }
        });
        after.fieldNames().forEachRemaining(name -> {
            if (!before.has(name)) {
                add("add", below(path, name));
            }
        });
    }

    private void places(ArrayNode before, ArrayNode after, String path) {
        int both = Math.min(before.size(), after.size());
        for (int i = 0; i < both; i++) {
            compare(before.path(i), after.path(i), path + "/" + i);
        }
        for (int i = both; i < after.size(); i++) {
            add("add", path + "/" + i);
        }
        for (int i = before.size() - 1; i >= both; i--) {
            remove(path + "/" + i);
        }
    }

    /** The JSON pointer of a field. */
    static String below(String path, String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private void add(String operation, String path) {
        operations.addObject().put("op", operation).put("path", path).set("value", shown.apply(path));
    }

    private void remove(String path) {
        operations.addObject().put("op", "remove").put("path", path);
    }
}
