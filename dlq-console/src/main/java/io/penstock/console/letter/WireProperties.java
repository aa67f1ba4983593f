package io.penstock.console.letter;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.Frame;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

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

    static BasicProperties of(byte[] wire) {
        try {
            return new WireProperties(wire);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
