package io.penstock.console.letter;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The properties of a message in the order in which AMQP 0-9-1 writes them. */
public enum Property {
    CONTENT_TYPE(15, Kind.TEXT),
    CONTENT_ENCODING(14, Kind.TEXT),
    HEADERS(13, Kind.TABLE),
    DELIVERY_MODE(12, Kind.OCTET),
    PRIORITY(11, Kind.OCTET),
    CORRELATION_ID(10, Kind.TEXT),
    REPLY_TO(9, Kind.TEXT),
    EXPIRATION(8, Kind.TEXT),
    MESSAGE_ID(7, Kind.TEXT),
    TIMESTAMP(6, Kind.TIMESTAMP),
    TYPE(5, Kind.TEXT),
    USER_ID(4, Kind.TEXT),
    APP_ID(3, Kind.TEXT),
    CLUSTER_ID(2, Kind.TEXT);

    private final int bit;
    private final Kind kind;

    Property(int bit, Kind kind) {
        this.bit = bit;
        this.kind = kind;
    }

    /** How its value is written. */
    enum Kind {
        TEXT,
        TABLE,
        OCTET,
        TIMESTAMP
    }

    /** Its name in the API: lower case, as in {@code message_id}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Kind kind() {
        return kind;
    }

    int flag() {
        return 1 << bit;
    }

    /** How many bytes its value takes that begins here. */
    int length(ByteBuffer bytes) {
        return switch (kind) {
            case TEXT -> 1 + Byte.toUnsignedInt(bytes.get(bytes.position()));
            case TABLE -> Math.addExact(Integer.BYTES, bytes.getInt(bytes.position()));
            case OCTET -> 1;
            case TIMESTAMP -> Long.BYTES;
        };
    }
}
