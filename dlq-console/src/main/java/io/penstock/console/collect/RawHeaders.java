package io.penstock.console.collect;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps the properties of each message as they came, and shows the client library a message without any. What the library
 * makes of them has lost unsigned types, the order of headers and texts that are not UTF-8; and properties that it cannot
 * read at all would cost the connection, again and again, as the message stays the first of its queue.
 *
 * <p>Only for connections that are just delivered messages: nothing is returned to them and nothing got.
 */
final class RawHeaders implements FrameHandler {
    /** Class, weight, size of the body (AMQP 0-9-1, section 4.2.6.1). */
    private static final int BEFORE_PROPERTIES = 2 * Short.BYTES + Long.BYTES;

    private final FrameHandler frames;
    private final Map<Integer, Queue<byte[]>> arrived = new ConcurrentHashMap<>();

    RawHeaders(FrameHandler frames) {
        this.frames = frames;
    }

    /** The properties of messages on a channel, in the order of its deliveries. */
    Queue<byte[]> of(int channel) {
        return arrived.computeIfAbsent(channel, unused -> new ConcurrentLinkedQueue<>());
    }

    @Override
    public Frame readFrame() throws IOException {
        Frame frame = frames.readFrame();
        if (frame == null || frame.getType() != AMQP.FRAME_HEADER) {
            return frame;
        }
        ByteBuffer payload = ByteBuffer.wrap(frame.getPayload());
        byte[] before = new byte[BEFORE_PROPERTIES];
        payload.get(before);
        byte[] properties = new byte[payload.remaining()];
        payload.get(properties);
        of(frame.getChannel()).add(properties);
        return new Frame(
                AMQP.FRAME_HEADER,
                frame.getChannel(),
                ByteBuffer.allocate(BEFORE_PROPERTIES + Short.BYTES).put(before).array());
    }

    @Override
    public boolean internalHearbeat() {
        return frames.internalHearbeat();
    }

    @Override
    public void setTimeout(int timeoutMillis) throws SocketException {
        frames.setTimeout(timeoutMillis);
    }

    @Override
    public int getTimeout() throws SocketException {
        return frames.getTimeout();
    }

    @Override
    public void sendHeader() throws IOException {
        frames.sendHeader();
    }

    @Override
    public void initialize(AMQConnection connection) {
        frames.initialize(connection);
    }

    @Override
    public void startProcessing() {
        frames.startProcessing();
    }

    @Override
    public void finishConnectionNegotiation() {
        frames.finishConnectionNegotiation();
    }

    @Override
    public void setFrameMax(int frameMax) {
        frames.setFrameMax(frameMax);
    }

    @Override
    public void writeFrame(Frame frame) throws IOException {
        frames.writeFrame(frame);
    }

    @Override
    public void flush(WriteListener listener) throws IOException {
        frames.flush(listener);
    }

    @Override
    public void close() {
        frames.close();
    }

    @Override
    public InetAddress getLocalAddress() {
        return frames.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return frames.getLocalPort();
    }

    @Override
    public InetAddress getAddress() {
        return frames.getAddress();
    }

    @Override
    public int getPort() {
        return frames.getPort();
    }
}
