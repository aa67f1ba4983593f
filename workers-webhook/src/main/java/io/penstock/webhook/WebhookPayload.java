package io.penstock.webhook;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Payload of {@code webhook.deliver}. Checked when built, as far as that needs no network.
 *
 * @param url where to deliver
 * @param eventType {@code type} of the message; needed with {@code data}
 * @param data any JSON, sent in an envelope of {@code type}, {@code timestamp} and {@code data}
 * @param body instead of {@code data}: sent as it is
 * @param secretRef names of secrets, {@code SCHEME:NAME}
 * @param secret instead of names: the secrets themselves
 * @param headers further headers
 * @param endpoint whose limits and failures count; null for scheme, host and port of the URL
 * @param ordered whether deliveries to the endpoint wait for those before them
 */
public record WebhookPayload(
        String url,
        @JsonProperty("event_type") @Nullable String eventType,
        @Nullable JsonNode data,
        @Nullable String body,

        @JsonProperty("secret_ref") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> secretRef,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> secret,

        Map<String, String> headers,
        @Nullable String endpoint,
        Boolean ordered) {

    /** Most secrets at a time. */
    public static final int MAX_SECRETS = 5;

    private static final Pattern EVENT_TYPE = Pattern.compile("[A-Za-z0-9._:/-]{1,256}");
    private static final Pattern ENDPOINT = Pattern.compile("[A-Za-z0-9._:@/-]{1,200}");

    public WebhookPayload {
        secretRef = secretRef == null ? List.of() : secretRef;
        secret = secret == null ? List.of() : secret;
        headers = headers == null ? Map.of() : headers;
        ordered = ordered != null && ordered;
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("url: expected https://…, got none");
        }
        checkContent(eventType, data, body);
        checkSecrets(secretRef, secret);
        if (endpoint != null && !ENDPOINT.matcher(endpoint).matches()) {
            throw new IllegalArgumentException("endpoint: expected 1 to 200 characters of [A-Za-z0-9._:@/-]");
        }
        headers = CustomHeaders.checked(headers);
        secretRef = List.copyOf(secretRef);
        secret = List.copyOf(secret);
    }

    private static void checkContent(@Nullable String eventType, @Nullable JsonNode data, @Nullable String body) {
        if ((data == null) == (body == null)) {
            throw new IllegalArgumentException("data: expected either data (any JSON) or body (a string), got "
                    + (data == null ? "none" : "both"));
        }
        if (eventType == null ? data != null : !EVENT_TYPE.matcher(eventType).matches()) {
            throw new IllegalArgumentException(
                    "event_type: expected 1 to 256 characters of [A-Za-z0-9._:/-], such as invoice.paid");
        }
    }

    private static void checkSecrets(List<String> references, List<String> secrets) {
        int count = references.size() + secrets.size();
        boolean one = references.isEmpty() != secrets.isEmpty();
        if (!one || count > MAX_SECRETS || hasNull(references) || hasNull(secrets)) {
            throw new IllegalArgumentException("secret_ref: expected one to " + MAX_SECRETS
                    + " names of secrets, or in secret the secrets themselves, and not both");
        }
    }

    private static boolean hasNull(List<String> texts) {
        return texts.stream().anyMatch(Objects::isNull);
    }

    /** {@link #endpoint} or what stands for it. */
    Optional<String> namedEndpoint() {
        return Optional.ofNullable(endpoint);
    }

    /** Shows no secret, no content, and nothing of the URL. */
    @Override
    public String toString() {
        return "WebhookPayload[eventType=" + Objects.toString(eventType) + ", endpoint=" + Objects.toString(endpoint)
                + "]";
    }
}
