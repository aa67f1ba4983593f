package io.penstock.testbed.internal.rabbitmq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The start of an AMQP 0-9-1 connection (specification 4.2.2): enough to know that a broker is there. */
public final class AmqpGreeting {
    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;
    private static final int LIMIT_MILLIS = 2_000;

    private AmqpGreeting() {}

    /** Whether a broker answers the protocol header on {@code port} with its first method. */
    public static boolean comesFrom(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(PROTOCOL_HEADER);
            return socket.getInputStream().read() == METHOD_FRAME;
        } catch (IOException noAnswer) {
            return false;
        }
    }
}
