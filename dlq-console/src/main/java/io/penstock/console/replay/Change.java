package io.penstock.console.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.console.redact.LetterView;
import io.penstock.console.redact.Redaction;
import io.penstock.internal.job.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /**
     * What has changed. Compared is what the editor saw with what he wrote: were it the values themselves, whoever may not see
     * a hidden one could guess until nothing is told to have changed.
     *
     * @param before what the payload was
     * @param seen   the same as it was shown, null if it was no JSON
     * @param edited what the editor wrote
     * @param body   the new payload
     */
    static Change of(byte[] before, @Nullable JsonNode seen, JsonNode edited, byte[] body, Redaction rules) {
        JsonNode shown = shown(body, rules);
        ArrayNode diff = JsonDiff.of(seen, edited, path -> valueAt(shown, path));
        return new Change(body, sha256(before), sha256(body), masked(diff, rules));
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

    /** A payload as JSON, null if it is none. */
    static @Nullable JsonNode read(byte[] body) {
        try {
            return Json.PAYLOADS.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** A payload as it is shown, null if it is no JSON. */
    static @Nullable JsonNode seen(byte[] body, Redaction rules) {
        LetterView.Payload payload = LetterView.redacted(body, rules);
        return payload.form() == LetterView.Form.JSON ? read(payload.text().getBytes(StandardCharsets.UTF_8)) : null;
    }

    private static JsonNode shown(byte[] body, Redaction rules) {
        JsonNode shown = seen(body, rules);
        if (shown == null) {
            throw new IllegalArgumentException("expected JSON");
        }
        return shown;
    }

    private static JsonNode valueAt(JsonNode shown, String path) {
        JsonNode value = shown.at(path);
        return value.isMissingNode() ? TextNode.valueOf(Redaction.HIDDEN) : value;
    }

    private static String sha256(byte[] body) {
        return HexFormat.of().formatHex(JobKey.sha256().digest(body));
    }
}
