package io.penstock.console.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a JSON document token by token and hides what the rules say: numbers keep all their digits, names that are there
 * twice are there twice, the order stays. Not thread-safe.
 */
final class RedactedJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxNumberLength(1_000_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(1_000_000)
                    .build())
            .build();

    private final Redaction rules;
    private final JsonParser in;
    private final JsonGenerator out;
    private final List<String> path = new ArrayList<>();

    private RedactedJson(Redaction rules, JsonParser in, JsonGenerator out) {
        this.rules = rules;
        this.in = in;
        this.out = out;
    }

    /**
     * The document with what is to be hidden hidden.
     *
     * @throws IOException if it is not one JSON document
     */
    static String of(String document, Redaction rules) throws IOException {
        var text = new StringWriter(document.length());
        try (JsonParser in = JSON.createParser(document);
                JsonGenerator out = JSON.createGenerator(text)) {
            var copy = new RedactedJson(rules, in, out);
            if (in.nextToken() == null) {
                throw new IOException("empty");
            }
            copy.value();
            if (in.nextToken() != null) {
                throw new IOException("more than one document");
            }
        }
        return text.toString();
    }

    /** The current token and what belongs to it. */
    private void value() throws IOException {
        switch (in.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> out.writeString(rules.text(in.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getText());
            default -> out.copyCurrentEvent(in);
        }
    }

    private void number(String digits) throws IOException {
        if (rules.text(digits).equals(digits)) {
            out.writeNumber(digits);
        } else {
            out.writeString(Redaction.HIDDEN);
        }
    }

    private void object() throws IOException {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            // a name may itself be what is to be hidden, as in {"4111 1111 1111 1111": true}
            out.writeFieldName(rules.text(name));
            in.nextToken();
            below(name, rules.hides(name));
        }
        out.writeEndObject();
    }

    private void array() throws IOException {
        out.writeStartArray();
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            below(Integer.toString(i), false);
        }
        out.writeEndArray();
    }

    private void below(String step, boolean hidden) throws IOException {
        path.add(step);
        if (hidden || rules.hides(path)) {
            in.skipChildren();
            out.writeString(Redaction.HIDDEN);
        } else {
            value();
        }
        path.removeLast();
    }
}
