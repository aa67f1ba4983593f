package io.penstock.testbed.internal.redis;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection to a Redis server that speaks just enough of its protocol (RESP2, redis.io/docs/reference/protocol-spec)
 * for single commands with simple, integer or bulk replies. Not thread-safe.
 */
public final class RespConnection implements AutoCloseable {
    private static final int LIMIT_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final InputStream replies;

    /** Connects to the loopback interface and authenticates. */
    public RespConnection(int port, String password) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
        socket.setSoTimeout(LIMIT_MILLIS);
        replies = new BufferedInputStream(socket.getInputStream());
        send("AUTH", password);
    }

    /**
     * Sends one command and returns its reply as text; a missing value is the empty text.
     *
     * @throws IOException if the connection is broken, silent for 5 seconds, or the server answers with an error
     */
    public String send(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        return reply(words[0]);
    }

    private String reply(String command) throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> bulk(Integer.parseInt(rest));
            case '-' -> throw new IOException(command + " was answered with " + rest);
            default -> throw new IOException(command + " was answered with " + line + ", which is not supported here");
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = replies.readNBytes(length);
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = replies.read(); next != '\n'; next = replies.read()) {
            if (next < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
