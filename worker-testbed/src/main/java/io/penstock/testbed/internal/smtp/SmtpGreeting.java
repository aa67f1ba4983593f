package io.penstock.testbed.internal.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The greeting of a mail server (RFC 5321, 3.1): enough to know that it is there. */
public final class SmtpGreeting {
    private static final int LIMIT_MILLIS = 2_000;

    private SmtpGreeting() {}

    /** Whether a server on {@code port} says 220. */
    public static boolean comesFrom(int port) {
        try (Socket socket = open(port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            return new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII).equals("220");
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** Whether something on {@code port} takes connections; it would speak only after a TLS handshake. */
    public static boolean isPossibleOn(int port) {
        try (Socket socket = open(port)) {
            return socket.isConnected();
        } catch (IOException noAnswer) {
            return false;
        }
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }
}
