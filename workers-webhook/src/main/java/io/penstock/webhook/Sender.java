package io.penstock.webhook;

import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundRequest;
import io.penstock.spi.http.OutboundResponse;
import io.penstock.webhook.Attempt.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes one call. Thread-safe. */
final class Sender {
    static final int EXCERPT = 16 * 1_024;
    private static final int MOST_ANSWERS = 512;
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]");
    private static final Pattern SECRET = Pattern.compile("wh(sec|sk)_[A-Za-z0-9+/=]{8,}");
    private static final String REPLACEMENT = "\uFFFD";

    private final OutboundHttp http;
    private final Duration timeout;

    Sender(OutboundHttp http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    Attempt send(WebhookPayload payload, Message message, Map<String, String> signed, Instant at) {
        long start = System.nanoTime();
        Reply reply = null;
        OutboundHttpException failure = null;
        try (OutboundResponse response = http.send(request(payload, message, signed))) {
            reply = reply(response, "");
            reply = reply(response, excerpt(response));
        } catch (OutboundHttpException e) {
            failure = e;
        } catch (IOException e) {
            failure = new OutboundHttpException(OutboundHttpException.Reason.BROKEN, "the response broke off", e);
        }
        return new Attempt(Origin.of(payload.url()), at, Duration.ofNanos(System.nanoTime() - start), reply, failure);
    }

    private OutboundRequest request(WebhookPayload payload, Message message, Map<String, String> signed) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Penstock-Webhooks");
        payload.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase(CustomHeaders.CONTENT_TYPE)) {
                headers.entrySet().removeIf(header -> header.getKey().equalsIgnoreCase(name));
                headers.put(name, value);
            }
        });
        headers.putAll(signed);
        return new OutboundRequest(
                "POST",
                payload.url(),
                headers,
                new OutboundRequest.Body(message.contentType(), message.bytes()),
                new OutboundRequest.Limits(timeout, EXCERPT + 1));
    }

    private static Reply reply(OutboundResponse response, String excerpt) {
        return new Reply(response.status(), address(response), response.header("retry-after"), excerpt);
    }

    private static String address(OutboundResponse response) {
        return response.address().getAddress().getHostAddress();
    }

    /** Reads no further than that: what is compressed to nothing fills no memory. Most answers are a word or two. */
    private static String excerpt(OutboundResponse response) throws IOException {
        byte[] first = response.body().readNBytes(MOST_ANSWERS);
        if (first.length < MOST_ANSWERS) {
            return text(first);
        }
        byte[] rest = response.body().readNBytes(EXCERPT - MOST_ANSWERS);
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return text(all);
    }

    private static String text(byte[] bytes) {
        return printable(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Each control character would be six in an event, and the endpoint knows the secret, which it may repeat. */
    static String printable(String text) {
        String shown = CONTROL.matcher(text).replaceAll(REPLACEMENT);
        return shown.contains("wh") ? SECRET.matcher(shown).replaceAll("wh$1_***") : shown;
    }
}
