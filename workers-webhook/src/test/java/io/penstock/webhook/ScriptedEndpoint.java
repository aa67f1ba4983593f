package io.penstock.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A receiver of webhooks on a real socket that does as it is told. */
final class ScriptedEndpoint implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Script script;

    /** What it does with a request. */
    @FunctionalInterface
    interface Script {
        void answer(Received request, OutputStream out) throws Exception;
    }

    /** A request; header names in lower case. */
    record Received(String requestLine, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final Thread acceptor;

    private ScriptedEndpoint(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    static ScriptedEndpoint doing(Script script) throws IOException {
        return doing(ServerSocketFactory.getDefault(), script);
    }

    static ScriptedEndpoint doing(ServerSocketFactory sockets, Script script) throws IOException {
        return on("127.0.0.1", sockets, script);
    }

    static ScriptedEndpoint on(String address, ServerSocketFactory sockets, Script script) throws IOException {
        return new ScriptedEndpoint(sockets.createServerSocket(0, 500, InetAddress.getByName(address)), script);
    }

    /** One that always answers so. */
    static ScriptedEndpoint answering(int status, String... headers) throws IOException {
        return doing(status(status, headers));
    }

    static Script status(int status, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Length: 2\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return raw(head + "\r\nok");
    }

    static Script raw(String response) {
        return (request, out) -> out.write(response.getBytes(StandardCharsets.ISO_8859_1));
    }

    void does(Script other) {
        script = other;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Received request = read(in); request != null; request = read(in)) {
                mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                try {
                    received.add(request);
                    script.answer(request, socket.getOutputStream());
                } finally {
                    inFlight.decrementAndGet();
                }
            }
        } catch (Exception clientLeft) {
            // what the client makes of it is what the test looks at
        }
    }

    private static Received read(InputStream in) throws IOException {
        String requestLine = line(in);
        if (requestLine.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ?", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Received(requestLine, headers, new String(body, StandardCharsets.UTF_8));
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

    int port() {
        return listener.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    int mostInFlight() {
        return mostInFlight.get();
    }

    int connections() {
        return connections.get();
    }

    /** Connections are refused afterwards: the port stays open for as long as somebody waits in {@code accept}. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
