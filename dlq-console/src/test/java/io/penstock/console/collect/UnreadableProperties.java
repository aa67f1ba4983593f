package io.penstock.console.collect;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.Frame;
import java.io.IOException;

/** Properties that the client library sends as they are and could not read. */
final class UnreadableProperties extends BasicProperties {
    private final byte[] wire;

    UnreadableProperties(byte[] wire) {
        this.wire = wire;
    }

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
