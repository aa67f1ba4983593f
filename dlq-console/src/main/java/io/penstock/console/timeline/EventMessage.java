package io.penstock.console.timeline;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads events. Whatever anybody writes to the topic, this does not fail. */
final class EventMessage {
    private static final int UTF_8_AT_MOST = 1024 * 1024;

    private EventMessage() {}

    /** The event, if the message is one and has this key. */
    static Optional<Timeline.Event> read(ConsumerRecord<byte[], byte[]> message, byte[] key) {
        if (!Arrays.equals(key, message.key()) || message.value() == null || message.value().length > UTF_8_AT_MOST) {
            return Optional.empty();
        }
        String id = text(message, "ce_id");
        String type = text(message, "ce_type");
        return id == null || type == null
                ? Optional.empty()
                : Optional.of(new Timeline.Event(
                        id,
                        type,
                        time(message),
                        text(message, "ce_tenant"),
                        new String(message.value(), StandardCharsets.UTF_8)));
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> message) {
        String text = text(message, "ce_time");
        try {
            return text == null ? Instant.ofEpochMilli(message.timestamp()) : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(message.timestamp());
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
