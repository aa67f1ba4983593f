package io.penstock.email;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Payload of {@code email.send}. Checked when built: whatever could not be sent, or would be sent as something else than
 * was meant, is refused with a message that names the field.
 *
 * @param to one address or a list of them, each {@code jane@example.com} or {@code Jane Doe <jane@example.com>}
 * @param cc like {@code to}
 * @param bcc like {@code to}; appears in no header
 * @param replyTo like {@code to}; not recipients
 * @param from sender in header and envelope; null for the configured one
 * @param subject one line
 * @param body plain text; null if there is only {@code html}
 * @param html HTML; together with {@code body} the two are alternatives of each other
 * @param headers further headers
 * @param listUnsubscribe how to leave the list, null for mail that belongs to none
 * @param bulk whether this is one of many alike, which auto-responders must not answer
 * @param template not supported by this version
 * @param model not supported by this version
 * @param attachments not supported by this version
 */
public record EmailPayload(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> to,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> cc,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> bcc,

        @JsonProperty("reply_to") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> replyTo,

        @Nullable String from,
        String subject,
        @Nullable String body,
        @Nullable String html,
        Map<String, String> headers,
        @JsonProperty("list_unsubscribe") @Nullable ListUnsubscribe listUnsubscribe,
        Boolean bulk,
        @Nullable Object template,
        @Nullable Object model,
        @Nullable Object attachments) {

    /** What every SMTP server must accept in one transaction (RFC 5321 §4.5.3.1.8). */
    public static final int MAX_RECIPIENTS = 100;

    /** Longest subject, in characters. */
    public static final int MAX_SUBJECT = 900;

    public EmailPayload {
        to = orEmpty("to", to);
        cc = orEmpty("cc", cc);
        bcc = orEmpty("bcc", bcc);
        replyTo = orEmpty("reply_to", replyTo);
        headers = orEmpty(headers);
        bulk = bulk != null && bulk;
        refuse("template", template);
        refuse("model", model);
        refuse("attachments", attachments);
        checkRecipients(to, cc, bcc);
        Mailbox.parseAll("reply_to", replyTo);
        if (from != null) {
            Mailbox.parse("from", from);
        }
        checkContent(subject, body, html);
        ExtraHeaders.check(headers, bulk);
    }

    private static void checkRecipients(List<String> to, List<String> cc, List<String> bcc) {
        int count = to.size() + cc.size() + bcc.size();
        if (count == 0 || count > MAX_RECIPIENTS) {
            throw new IllegalArgumentException(
                    "to: expected 1 to " + MAX_RECIPIENTS + " recipients in to, cc and bcc together, got " + count);
        }
        Mailbox.parseAll("to", to);
        Mailbox.parseAll("cc", cc);
        Mailbox.parseAll("bcc", bcc);
    }

    private static void checkContent(@Nullable String subject, @Nullable String body, @Nullable String html) {
        if (subject == null || subject.isBlank()) {
            throw new IllegalArgumentException("subject: expected a line of text, got none");
        }
        OneLine.checked("subject", subject, MAX_SUBJECT);
        if (body == null && html == null) {
            throw new IllegalArgumentException("body: expected body (plain text) or html or both, got neither");
        }
    }

    private static void refuse(String field, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException(field + ": not supported by this version of workers-email");
        }
    }

    /** Jackson passes null for what the JSON leaves out. */
    private static List<String> orEmpty(String field, @Nullable List<String> texts) {
        if (texts == null) {
            return List.of();
        }
        if (texts.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(field + ": expected addresses, got null among them");
        }
        return List.copyOf(texts);
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> headers) {
        if (headers == null) {
            return Map.of();
        }
        if (headers.containsValue(null)) {
            throw new IllegalArgumentException("headers: expected text for every header, got null");
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
