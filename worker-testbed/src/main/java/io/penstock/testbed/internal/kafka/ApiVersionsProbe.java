package io.penstock.testbed.internal.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The smallest question to a Kafka broker: ApiVersions, version 0 (kafka.apache.org/protocol). */
public final class ApiVersionsProbe {
    private static final int API_VERSIONS = 18;
    private static final int REQUEST_BYTES = 10;
    private static final int CORRELATION = 7;
    private static final int LIMIT_MILLIS = 2_000;

    private ApiVersionsProbe() {}

    /** Whether a broker answers on {@code port}. */
    public static boolean isAnsweredOn(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            DataOutputStream request = new DataOutputStream(socket.getOutputStream());
            request.writeInt(REQUEST_BYTES);
            request.writeShort(API_VERSIONS);
            request.writeShort(0);
            request.writeInt(CORRELATION);
            request.writeShort(-1); // no client id
            request.flush();
            DataInputStream response = new DataInputStream(socket.getInputStream());
            return response.readInt() > 0 && response.readInt() == CORRELATION;
        } catch (IOException noAnswer) {
            return false;
        }
    }
}
