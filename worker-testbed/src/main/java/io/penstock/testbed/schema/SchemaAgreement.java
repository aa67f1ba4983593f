package io.penstock.testbed.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a schema and the code that reads payloads accept the same ones: the samples, and everything that is made of them by
 * {@link Mutations}.
 */
public final class SchemaAgreement {
    private static final JsonMapper JSON = new JsonMapper();

    private final Schema schema;
    private final Decoder decoder;

    /** The code that reads payloads. */
    @FunctionalInterface
    public interface Decoder {
        /**
         * Reads a payload.
         *
         * @throws Exception if it is refused
         */
        void decode(byte[] payload) throws Exception;
    }

    /**
     * A payload that one of the two accepts and the other refuses.
     *
     * @param payload JSON
     * @param schema what the schema has against it; empty if nothing
     * @param code what the code has against it; null if nothing
     */
    public record Disagreement(
            String payload, List<String> schema, @Nullable String code) {}

    public SchemaAgreement(Schema schema, Decoder decoder) {
        this.schema = schema;
        this.decoder = decoder;
    }

    /** All payloads about which the two disagree. */
    public List<Disagreement> disagreements(String... samples) {
        return payloads(samples).stream()
                .map(this::ask)
                .filter(answer -> answer.schema().isEmpty() != (answer.code() == null))
                .toList();
    }

    /** How many of the payloads both accept, and how many both refuse: neither may be none, or nothing was shown. */
    public List<Long> agreed(String... samples) {
        List<Disagreement> answers = payloads(samples).stream().map(this::ask).toList();
        return List.of(
                answers.stream()
                        .filter(answer -> answer.schema().isEmpty() && answer.code() == null)
                        .count(),
                answers.stream()
                        .filter(answer -> !answer.schema().isEmpty() && answer.code() != null)
                        .count());
    }

    private static Set<String> payloads(String... samples) {
        Set<String> payloads = new LinkedHashSet<>();
        List<JsonNode> trees = Arrays.stream(samples).map(SchemaAgreement::read).toList();
        trees.forEach(tree -> payloads.add(tree.toString()));
        trees.forEach(tree -> Mutations.of(tree, trees).forEach(mutation -> payloads.add(mutation.toString())));
        return payloads;
    }

    private Disagreement ask(String payload) {
        List<String> violations = schema.violations(read(payload));
        try {
            decoder.decode(payload.getBytes(StandardCharsets.UTF_8));
            return new Disagreement(payload, violations, null);
        } catch (Exception e) {
            return new Disagreement(payload, violations, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
