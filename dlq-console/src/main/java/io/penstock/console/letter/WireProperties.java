package io.penstock.console.letter;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.Frame;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Properties that are sent as they were received, not as the client library would write them. */
final class WireProperties extends BasicProperties {
    /** What precedes the properties in a content header frame: weight, and size of the body. */
    private static final int WEIGHT_AND_SIZE = Short.BYTES + Long.BYTES;

    private final byte[] wire;

    private WireProperties(byte[] wire) throws IOException {
        super(new DataInputStream(new ByteArrayInputStream(ByteBuffer.allocate(WEIGHT_AND_SIZE + wire.length)
                .put(WEIGHT_AND_SIZE, wire)
                .array())));
        this.wire = wire;
    }

    private WireProperties(byte[] wire, @Nullable String messageId) {
        super(null, null, null, null, null, null, null, null, messageId, null, null, null, null, null);
        this.wire = wire;
    }

    /**
     * Properties that are sent like this. Where the client library cannot read them it shows the message's id alone, and
     * sends them all the same.
     */
    static BasicProperties of(byte[] wire, @Nullable String messageId) {
        try {
            return new WireProperties(wire);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return new WireProperties(wire, messageId);
        }
    }

    /** A content header frame (AMQP 0-9-1, section 4.2.6.1): class, weight, size of the body, properties. */
    @Override
    public Frame toFrame(int channelNumber, long bodySize) throws IOException {
        var frame = new Frame(AMQP.FRAME_HEADER, channelNumber);
        var out = frame.getOutputStream();
        out.writeShort(getClassId());
        out.writeShort(0);
        out.writeLong(bodySize);
        out.write(wire);
        return frame;
    }
}
