package io.penstock.console.letter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.ContentHeaderPropertyWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The properties and headers of a message, kept as AMQP writes them. The client library's own form of them would not do:
 * it has no unsigned types, no order of headers, and no texts that are not UTF-8. Immutable.
 */
public final class Envelope {
    private final Map<Property, byte[]> values;

    private Envelope(Map<Property, byte[]> values) {
        this.values = values;
    }

    /**
     * Reads what {@link #wire()} returned, or what follows the body's size in a content header frame. Headers that nobody
     * can read are carried all the same.
     *
     * @throws IllegalArgumentException if it is no list of properties
     */
    public static Envelope read(byte[] wire) {
        try {
            return new Envelope(Wire.properties(wire));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new IllegalArgumentException("no list of AMQP properties", e);
        }
    }

    /** Takes over what the client library has understood of a message's properties. */
    public static Envelope of(BasicProperties properties) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = new DataOutputStream(bytes);
            properties.writePropertiesTo(new ContentHeaderPropertyWriter(out));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(bytes.toByteArray());
    }

    /** As AMQP writes it: flags, then values. */
    public byte[] wire() {
        return Wire.join(values);
    }

    /** For publishing: nothing is lost that the client library does not know. */
    public BasicProperties toPublish() {
        return WireProperties.of(wire(), text(Property.MESSAGE_ID));
    }

    /** A property that is a text, null if it is absent or none. */
    public @Nullable String text(Property property) {
        byte[] value = values.get(property);
        return value == null || property.kind() != Property.Kind.TEXT ? null : Wire.shortText(ByteBuffer.wrap(value));
    }

    /** The properties that are there, apart from the headers, each with a type of those that headers have. */
    public Map<String, AmqpValue> properties() {
        Map<String, AmqpValue> properties = new LinkedHashMap<>();
        values.forEach((property, value) -> {
            switch (property.kind()) {
                case TEXT ->
                    properties.put(property.word(), new AmqpValue("string", Wire.shortText(ByteBuffer.wrap(value))));
                case OCTET ->
                    properties.put(
                            property.word(), new AmqpValue("unsigned byte", (long) Byte.toUnsignedInt(value[0])));
                case TIMESTAMP ->
                    properties.put(
                            property.word(),
                            new AmqpValue(
                                    "timestamp",
                                    AmqpValue.timestamp(ByteBuffer.wrap(value).getLong())));
                case TABLE -> {}
            }
        });
        return properties;
    }

    /** The headers in their order; one that is there twice counts the last time. Empty if nobody can read them. */
    public Map<String, AmqpValue> headers() {
        byte[] table = values.get(Property.HEADERS);
        try {
            return table == null ? Map.of() : AmqpValue.table(Wire.slice(ByteBuffer.wrap(table)));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    /** The same with this property set to a text of at most 255 bytes. */
    public Envelope with(Property property, String text) {
        if (property.kind() != Property.Kind.TEXT) {
            throw new IllegalArgumentException(property.word() + " is no text");
        }
        return changed(property, Wire.shortValue(text));
    }

    /** The same with this delivery mode: 1 transient, 2 persistent. */
    public Envelope withDeliveryMode(int mode) {
        return changed(Property.DELIVERY_MODE, new byte[] {(byte) mode});
    }

    /** The same without this property. */
    public Envelope without(Property property) {
        return changed(property, null);
    }

    /** The same without the headers of such names; the others keep every bit. */
    public Envelope withoutHeaders(Predicate<String> named) {
        List<Wire.RawHeader> headers = rawHeaders();
        headers.removeIf(header -> named.test(header.text()));
        return changed(Property.HEADERS, headers.isEmpty() ? null : Wire.table(headers));
    }

    /** The same with this header, in the place of one of that name. */
    public Envelope withHeader(String name, String text) {
        return withHeader(name, Wire.value(text));
    }

    /** The same with this header, in the place of one of that name. */
    public Envelope withHeader(String name, long number) {
        return withHeader(name, Wire.value(number));
    }

    private Envelope withHeader(String name, byte[] value) {
        List<Wire.RawHeader> headers = rawHeaders();
        headers.removeIf(header -> header.text().equals(name));
        headers.add(new Wire.RawHeader(name.getBytes(StandardCharsets.UTF_8), value));
        return changed(Property.HEADERS, Wire.table(headers));
    }

    private List<Wire.RawHeader> rawHeaders() {
        byte[] table = values.get(Property.HEADERS);
        try {
            return table == null ? new ArrayList<>() : Wire.headers(table);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return new ArrayList<>();
        }
    }

    private Envelope changed(Property property, byte @Nullable [] value) {
        Map<Property, byte[]> changed = new LinkedHashMap<>(values);
        if (value == null) {
            changed.remove(property);
        } else {
            changed.put(property, value);
        }
        return new Envelope(changed);
    }
}
