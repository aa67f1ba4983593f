package io.penstock.console.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.console.redact.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * Puts back what was hidden from whoever edited a payload: a place-holder that stands where the redacted payload has it
 * means that the value stays as it was. Anywhere else it would be published as text, so it is refused.
 */
final class HiddenValues {
    private HiddenValues() {}

    /** A place-holder where nothing was hidden. */
    static final class Misplaced extends Exception {
        private static final long serialVersionUID = 1L;

        private final String field;
        private final String what;

        Misplaced(String field, String what) {
            super(field + ": " + what);
            this.field = field;
            this.what = what;
        }

        /** The place, a JSON pointer. */
        String field() {
            return field;
        }

        /** What is wrong there. */
        String what() {
            return what;
        }
    }

    /**
     * The payload that is meant.
     *
     * @param edited what somebody wrote
     * @param shown  what he saw, null if it was no JSON
     * @param before what it really is, null if it is no JSON
     */
    static ObjectNode restore(ObjectNode edited, @Nullable JsonNode shown, @Nullable JsonNode before) throws Misplaced {
        return object(edited, shown, before, "");
    }

    private static JsonNode value(JsonNode edited, @Nullable JsonNode shown, @Nullable JsonNode before, String path)
            throws Misplaced {
        return switch (edited) {
            case ObjectNode object -> object(object, shown, before, path);
            case ArrayNode array -> array(array, shown, before, path);
            default -> {
                if (!isPlaceholder(edited)) {
                    yield edited;
                }
                if (before == null || !edited.equals(shown)) {
                    throw new Misplaced(path, "nothing is hidden here that could stay; expected the value itself");
                }
                yield before;
            }
        };
    }

    private static ObjectNode object(
            ObjectNode edited, @Nullable JsonNode shown, @Nullable JsonNode before, String path) throws Misplaced {
        ObjectNode restored = JsonNodeFactory.instance.objectNode();
        for (var field : edited.properties()) {
            String name = field.getKey();
            if (name.contains(Redaction.HIDDEN) && (before == null || !before.has(name))) {
                throw new Misplaced(path, "a name of a field is hidden here; expected the name itself");
            }
            restored.set(
                    name, value(field.getValue(), step(shown, name), step(before, name), JsonDiff.below(path, name)));
        }
        return restored;
    }

    /** Which element of a changed list was which can only be guessed, and a wrong guess would move a secret. */
    private static ArrayNode array(ArrayNode edited, @Nullable JsonNode shown, @Nullable JsonNode before, String path)
            throws Misplaced {
        boolean unchanged = edited.equals(shown);
        ArrayNode restored = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < edited.size(); i++) {
            restored.add(value(
                    edited.get(i),
                    unchanged && shown != null ? shown.get(i) : null,
                    unchanged && before != null ? before.get(i) : null,
                    path + "/" + i));
        }
        return restored;
    }

    private static @Nullable JsonNode step(@Nullable JsonNode node, String name) {
        return node == null ? null : node.get(name);
    }

    private static boolean isPlaceholder(JsonNode value) {
        return value.isTextual() && value.textValue().contains(Redaction.HIDDEN);
    }
}
