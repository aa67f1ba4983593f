package io.penstock.testbed.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Documents that differ from a sample in one place: a field left out, one that nobody knows, one that another sample has there, a
 * value of another type or of an unusual size, an element more or less.
 */
final class Mutations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONG = 2_000;

    private final JsonNode sample;
    private final List<JsonNode> made = new ArrayList<>();

    private Mutations(JsonNode sample) {
        this.sample = sample;
    }

    static List<JsonNode> of(JsonNode sample, List<JsonNode> others) {
        Mutations mutations = new Mutations(sample);
        mutations.visit(JsonPointer.empty(), others);
        return mutations.made;
    }

    private void visit(JsonPointer place, List<JsonNode> others) {
        JsonNode node = sample.at(place);
        if (!place.matches()) {
            replacements().forEach(value -> replace(place, value));
        }
        if (node instanceof ObjectNode object) {
            visitObject(place, object, others);
        } else if (node instanceof ArrayNode array) {
            visitArray(place, array, others);
        } else if (node.isTextual()) {
            Stream.of("%s\n", "%s ", "\n%s", "%s\u0000x", "%s,%s", "é%s", "%sé")
                    .map(form -> form.replace("%s", node.textValue()))
                    .forEach(text -> replace(place, JSON.textNode(text)));
            replace(place, JSON.textNode(node.textValue().toUpperCase(Locale.ROOT)));
        }
    }

    private void visitObject(JsonPointer place, ObjectNode object, List<JsonNode> others) {
        change(place, ObjectNode.class, copy -> copy.put("unknown_field", "x"));
        for (JsonNode other : others) {
            if (other.at(place) instanceof ObjectNode donor) {
                donor.properties()
                        .forEach(field ->
                                change(place, ObjectNode.class, copy -> copy.set(field.getKey(), field.getValue())));
            }
        }
        for (String field : object.propertyStream().map(Map.Entry::getKey).toList()) {
            change(place, ObjectNode.class, copy -> copy.remove(field));
            change(place, ObjectNode.class, copy -> {
                JsonNode value = copy.remove(field);
                copy.set(field + "s", value);
            });
            visit(place.appendProperty(field), others);
        }
    }

    private void visitArray(JsonPointer place, ArrayNode array, List<JsonNode> others) {
        for (int i = 0; i < array.size(); i++) {
            int index = i;
            change(place, ArrayNode.class, copy -> copy.remove(index));
            visit(place.appendIndex(i), others);
        }
        change(place, ArrayNode.class, copy -> copy.add(JSON.nullNode()));
    }

    private static Stream<JsonNode> replacements() {
        return Stream.of(
                JSON.nullNode(),
                JSON.booleanNode(true),
                JSON.booleanNode(false),
                JSON.numberNode(0),
                JSON.numberNode(1),
                JSON.numberNode(-1),
                JSON.numberNode(1.5),
                JSON.numberNode(3_000_000_000L),
                JSON.textNode(""),
                JSON.textNode("  "),
                JSON.textNode("x"),
                JSON.textNode("1"),
                JSON.textNode("é".repeat(LONG)),
                JSON.objectNode(),
                JSON.objectNode().put("unknown_field", 1),
                JSON.objectNode().putNull("nothing"),
                JSON.arrayNode(),
                JSON.arrayNode().add("x"),
                JSON.arrayNode().add(""),
                JSON.arrayNode().addNull(),
                JSON.arrayNode().add(1),
                JSON.arrayNode().add(JSON.arrayNode()));
    }

    private void replace(JsonPointer place, JsonNode value) {
        JsonNode parent = sample.at(place.head());
        if (parent.isObject()) {
            change(place.head(), ObjectNode.class, copy -> copy.set(place.last().getMatchingProperty(), value));
        } else {
            change(place.head(), ArrayNode.class, copy -> copy.set(place.last().getMatchingIndex(), value));
        }
    }

    private <N extends JsonNode> void change(JsonPointer place, Class<N> type, Consumer<N> change) {
        JsonNode copy = sample.deepCopy();
        change.accept(type.cast(copy.at(place)));
        made.add(copy);
    }
}
