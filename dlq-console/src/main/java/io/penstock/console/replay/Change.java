package io.penstock.console.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.console.letter.DeadLetter;
import io.penstock.console.letter.LetterContent;
import io.penstock.console.redact.LetterView;
import io.penstock.console.redact.Redaction;
import io.penstock.internal.job.Json;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What somebody made of a payload.
 *
 * @param body         the new payload
 * @param beforeSha256 of the old one, 64 hexadecimal digits
 * @param afterSha256  of the new one
 * @param diff         what is another way (RFC 6902), with everything hidden that the rules hide; where a hidden value is
 *                     another one, it is told that it is and not what it is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Change(byte[] body, String beforeSha256, String afterSha256, ArrayNode diff) {
    /** More than people read, and than every database takes in a column. */
    private static final int LONGEST_DIFF = 100_000;

    static Change of(DeadLetter letter, LetterContent content, byte[] body, Redaction rules) {
        JsonNode shown = shown(letter, new LetterContent(content.envelope(), body), rules);
        ArrayNode diff = JsonDiff.of(read(content.body()), needRead(body), path -> valueAt(shown, path));
        return new Change(body, sha256(content.body()), sha256(body), masked(diff, rules));
    }

    /** Names of fields may hold secrets, too. */
    private static ArrayNode masked(ArrayNode diff, Redaction rules) {
        diff.forEach(operation -> {
            if (operation instanceof ObjectNode change) {
                change.put("path", rules.text(change.path("path").asText()));
            }
        });
        if (diff.toString().length() <= LONGEST_DIFF) {
            return diff;
        }
        ArrayNode whole = JsonNodeFactory.instance.arrayNode();
        whole.addObject().put("op", "replace").put("path", "").put("value", "[too long to be kept]");
        return whole;
    }

    private static JsonNode shown(DeadLetter letter, LetterContent content, Redaction rules) {
        try {
            return Json.EVENTS.readTree(
                    LetterView.redacted(letter, content, rules).payload().text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a payload that was JSON is none when it is redacted", e);
        }
    }

    private static JsonNode valueAt(JsonNode shown, String path) {
        JsonNode value = shown.at(path);
        return value.isMissingNode() ? TextNode.valueOf(Redaction.HIDDEN) : value;
    }

    private static @Nullable JsonNode read(byte[] body) {
        try {
            return Json.PAYLOADS.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    private static JsonNode needRead(byte[] body) {
        JsonNode read = read(body);
        if (read == null) {
            throw new IllegalArgumentException("expected JSON");
        }
        return read;
    }

    private static String sha256(byte[] body) {
        return HexFormat.of().formatHex(JobKey.sha256().digest(body));
    }
}
