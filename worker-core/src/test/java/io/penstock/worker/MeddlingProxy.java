package io.penstock.worker;

import io.penstock.testbed.RabbitMqServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Stands between a worker and the broker and passes on what they say, frame by frame. On command it keeps deliveries to
 * itself, or says something in the worker's name that the broker takes for a protocol error.
 */
final class MeddlingProxy implements AutoCloseable {
    private static final int METHOD = 1;
    private static final int FRAME_END = 0xCE;
    private static final int PROTOCOL_HEADER = 8;
    private static final int BASIC = 60;
    private static final int CONSUME = 20;
    private static final int DELIVER = 60;
    private static final int ACK = 80;

    private final URI broker;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Consumer> consumers = new CopyOnWriteArrayList<>();
    private volatile Predicate<Consumer> deaf = consumer -> false;

    /** Somebody who asked for the messages of a queue. */
    private record Consumer(String queue, String tag, int channel, Line toBroker) {}

    MeddlingProxy(RabbitMqServer rabbit) throws IOException {
        broker = URI.create(rabbit.url());
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon("proxy", this::accept);
    }

    /** The broker's address for those who go through the proxy. */
    String url() {
        return broker.toString().replace(":" + broker.getPort(), ":" + listener.getLocalPort());
    }

    /** How many consumers of the queue were registered, one after the other. */
    long consumersOf(String queue) {
        return consumers.stream()
                .filter(consumer -> consumer.queue().equals(queue))
                .count();
    }

    /** From now on the present consumers of the queue receive nothing; later ones do. */
    void deafenConsumersOf(String queue) {
        Set<String> present = new HashSet<>();
        consumers.stream().filter(consumer -> consumer.queue().equals(queue)).forEach(c -> present.add(c.tag()));
        deaf = consumer -> present.contains(consumer.tag());
    }

    /** From now on nobody receives anything from the queue. */
    void deafenAllConsumersOf(String queue) {
        deaf = consumer -> consumer.queue().equals(queue);
    }

    /** From now on everything is passed on again. What was kept is gone until it is delivered again. */
    void meddleNoMore() {
        deaf = consumer -> false;
    }

    /** Acknowledges a delivery that does not exist, on the channel of the queue's consumer. The broker closes it. */
    void breakChannelOf(String queue) throws IOException {
        Consumer last = consumers.stream()
                .filter(consumer -> consumer.queue().equals(queue))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        ByteBuffer ack = ByteBuffer.allocate(13);
        ack.putShort((short) BASIC)
                .putShort((short) ACK)
                .putLong(1_000_000_000L)
                .put((byte) 0);
        last.toBroker().send(new Frame(METHOD, last.channel(), ack.array()));
        last.toBroker().flush();
    }

    private void accept() throws IOException {
        while (true) {
            Socket worker = listener.accept();
            Socket upstream = new Socket(broker.getHost(), broker.getPort());
            sockets.addAll(List.of(worker, upstream));
            Line toBroker = new Line(upstream);
            daemon("to-broker", () -> closing(worker, upstream, () -> passToBroker(worker, toBroker)));
            daemon("to-worker", () -> closing(worker, upstream, () -> passToWorker(upstream, new Line(worker))));
        }
    }

    private void passToBroker(Socket worker, Line toBroker) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(worker.getInputStream()));
        toBroker.greet(in.readNBytes(PROTOCOL_HEADER));
        while (true) {
            Frame frame = Frame.read(in);
            if (frame.isMethod(CONSUME)) {
                ByteBuffer arguments = frame.argumentsAfter(2);
                String queue = shortString(arguments);
                consumers.add(new Consumer(queue, shortString(arguments), frame.channel(), toBroker));
            }
            toBroker.send(frame);
            if (in.available() == 0) {
                toBroker.flush();
            }
        }
    }

    private void passToWorker(Socket upstream, Line toWorker) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(upstream.getInputStream()));
        Set<Integer> keptChannels = new HashSet<>();
        while (true) {
            Frame frame = Frame.read(in);
            if (frame.isMethod(DELIVER) && isKept(shortString(frame.argumentsAfter(0)))) {
                keptChannels.add(frame.channel()); // and the header and the body that follow
            } else if (frame.type() == METHOD) {
                keptChannels.remove(frame.channel());
            }
            if (!keptChannels.contains(frame.channel())) {
                toWorker.send(frame);
            }
            if (in.available() == 0) {
                toWorker.flush();
            }
        }
    }

    private boolean isKept(String consumerTag) {
        return consumers.stream().anyMatch(consumer -> consumer.tag().equals(consumerTag) && deaf.test(consumer));
    }

    private static String shortString(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.get() & 0xFF];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A frame of AMQP 0-9-1. */
    @SuppressWarnings("ArrayRecordComponent") // frames are never compared
    private record Frame(int type, int channel, byte[] payload) {
        static Frame read(DataInputStream in) throws IOException {
            int type = in.readUnsignedByte();
            int channel = in.readUnsignedShort();
            byte[] payload = in.readNBytes(in.readInt());
            if (in.readUnsignedByte() != FRAME_END) {
                throw new IOException("no frame of AMQP");
            }
            return new Frame(type, channel, payload);
        }

        boolean isMethod(int method) {
            ByteBuffer ids = ByteBuffer.wrap(payload);
            return type == METHOD && ids.getShort() == BASIC && ids.getShort() == method;
        }

        ByteBuffer argumentsAfter(int bytes) {
            return ByteBuffer.wrap(payload).position(4 + bytes);
        }
    }

    /** One direction of a connection. */
    private static final class Line {
        private final DataOutputStream out;

        Line(Socket socket) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        }

        synchronized void greet(byte[] header) throws IOException {
            out.write(header);
            out.flush();
        }

        synchronized void send(Frame frame) throws IOException {
            out.writeByte(frame.type());
            out.writeShort(frame.channel());
            out.writeInt(frame.payload().length);
            out.write(frame.payload());
            out.writeByte(FRAME_END);
        }

        synchronized void flush() throws IOException {
            out.flush();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** An end of the conversation on one side is an end on the other. */
    private void closing(Socket one, Socket other, Step step) throws IOException {
        try (one;
                other) {
            step.run();
        } finally {
            sockets.removeAll(List.of(one, other));
        }
    }

    private static void daemon(String name, Step step) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                step.run();
            } catch (IOException e) {
                // a side has hung up, or the test is over
            }
        });
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
