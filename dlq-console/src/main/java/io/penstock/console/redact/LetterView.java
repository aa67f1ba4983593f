package io.penstock.console.redact;

import io.penstock.console.letter.AmqpValue;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.LetterContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as somebody may see it.
 *
 * @param letter     what lists show, redacted
 * @param payload    its payload
 * @param properties its AMQP properties by name
 * @param headers    its AMQP headers by name
 */
public record LetterView(
        DeadLetter letter, Payload payload, Map<String, AmqpValue> properties, Map<String, AmqpValue> headers) {

    /** What kind of payload it is. */
    public enum Form {
        /** One JSON document; the text is JSON. */
        JSON,
        /** UTF-8, but no JSON. */
        TEXT,
        /** Not UTF-8. The text is base64, or empty where hidden things must stay hidden. */
        BINARY
    }

    /**
     * A payload as it may be seen.
     *
     * @param form  what it is
     * @param text  what is to be shown
     * @param bytes how long the whole is, in bytes
     */
    public record Payload(Form form, String text, int bytes) {}

    /** A dead letter with everything hidden that the rules say. */
    public static LetterView redacted(DeadLetter letter, LetterContent content, Redaction rules) {
        return new LetterView(
                redacted(letter, rules),
                payload(content.body(), rules),
                redacted(content.envelope().properties(), rules),
                redacted(content.envelope().headers(), rules));
    }

    /** A dead letter with nothing hidden: for those who may, and whose asking is on record. */
    public static LetterView revealed(DeadLetter letter, LetterContent content) {
        return new LetterView(
                letter,
                payload(content.body(), null),
                content.envelope().properties(),
                content.envelope().headers());
    }

    /** What lists show, redacted. */
    public static DeadLetter redacted(DeadLetter letter, Redaction rules) {
        String message = letter.death().errorMessage();
        if (message == null) {
            return letter;
        }
        var death = new DeadLetter.Death(
                letter.death().at(),
                letter.death().reason(),
                letter.death().errorClass(),
                rules.text(message),
                letter.death().worker());
        return new DeadLetter(letter.id(), letter.job(), death, letter.fingerprint(), letter.status());
    }

    /** A payload with everything hidden that the rules say. */
    public static Payload redacted(byte[] body, Redaction rules) {
        return payload(body, rules);
    }

    private static Payload payload(byte[] body, @Nullable Redaction rules) {
        String text = utf8(body);
        if (text == null) {
            return new Payload(Form.BINARY, rules == null ? Base64.getEncoder().encodeToString(body) : "", body.length);
        }
        try {
            String copied = RedactedJson.of(text, rules == null ? Redaction.of(List.of()) : rules);
            return new Payload(Form.JSON, rules == null ? text : copied, body.length);
        } catch (IOException noJson) {
            return new Payload(Form.TEXT, rules == null ? text : rules.text(text), body.length);
        }
    }

    private static @Nullable String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static Map<String, AmqpValue> redacted(Map<String, AmqpValue> values, Redaction rules) {
        Map<String, AmqpValue> redacted = new LinkedHashMap<>();
        values.forEach((name, value) -> redacted.put(
                rules.text(name),
                rules.hides(name) ? new AmqpValue("string", Redaction.HIDDEN) : redacted(value, rules)));
        return redacted;
    }

    private static AmqpValue redacted(AmqpValue value, Redaction rules) {
        if (value.value() == null) {
            return value;
        }
        return switch (value.value()) {
            case String text -> new AmqpValue(value.type(), header(text, rules));
            case Long number ->
                rules.text(number.toString()).equals(number.toString())
                        ? value
                        : new AmqpValue("string", Redaction.HIDDEN);
            case byte[] bytes -> new AmqpValue("string", "[" + bytes.length + " bytes]");
            case List<?> list ->
                new AmqpValue(
                        value.type(),
                        list.stream()
                                .map(each -> each instanceof AmqpValue one ? redacted(one, rules) : each)
                                .toList());
            case Map<?, ?> table -> new AmqpValue(value.type(), redactedTable(table, rules));
            default -> value;
        };
    }

    private static Map<String, AmqpValue> redactedTable(Map<?, ?> table, Redaction rules) {
        Map<String, AmqpValue> values = new LinkedHashMap<>();
        table.forEach((name, value) -> {
            if (value instanceof AmqpValue one) {
                values.put(String.valueOf(name), one);
            }
        });
        return redacted(values, rules);
    }

    /** Some put whole documents into headers. */
    private static String header(String text, Redaction rules) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return RedactedJson.of(text, rules);
            } catch (IOException noJson) {
                // as any text
            }
        }
        return rules.text(text);
    }
}
