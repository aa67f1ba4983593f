package io.penstock.bench.webhooks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Endpoints on ports of their own that answer after a while, or never. Thread-safe. */
final class Receivers implements AutoCloseable {
    private static final byte[] OK =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 5_000;

    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Duration answerAfter;

    private Receivers(Duration answerAfter) {
        this.answerAfter = answerAfter;
    }

    static Receivers open(int count, Duration answerAfter) throws IOException {
        Receivers receivers = new Receivers(answerAfter);
        for (int i = 0; i < count; i++) {
            ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            receivers.listeners.add(listener);
            Thread.ofPlatform().daemon().start(() -> receivers.accept(listener));
        }
        return receivers;
    }

    List<String> urls() {
        return listeners.stream()
                .map(listener -> "http://127.0.0.1:" + listener.getLocalPort() + "/hook")
                .toList();
    }

    /** These, and as many at which nobody listens. */
    List<String> andAsManyRefusing() throws IOException {
        List<String> urls = new ArrayList<>(urls());
        for (int i = listeners.size(); i > 0; i--) {
            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                urls.add("http://127.0.0.1:" + closed.getLocalPort() + "/hook");
            }
        }
        return urls;
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String id = request(in);
            while (!id.isEmpty()) {
                arrivals.putIfAbsent(id, System.nanoTime());
                waiting.incrementAndGet();
                try {
                    Thread.sleep(answerAfter);
                    socket.getOutputStream().write(OK);
                } finally {
                    waiting.decrementAndGet();
                }
                id = request(in);
            }
        } catch (IOException | InterruptedException clientLeft) {
            // what the client makes of it is what is measured
        }
    }

    /** Reads a request; returns its id, empty at the end of the connection. */
    private static String request(InputStream in) throws IOException {
        String id = "";
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("webhook-id:")) {
                id = line.substring("webhook-id:".length()).strip();
            } else if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(length);
        return id;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** When each message came first, by its id. */
    Map<String, Long> arrivals() {
        return arrivals;
    }

    /** How many requests wait for their answer. */
    int waiting() {
        return waiting.get();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
    }
}
