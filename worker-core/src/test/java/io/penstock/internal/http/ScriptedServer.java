package io.penstock.internal.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on a real socket that misbehaves on command. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean keepAlive;

    /** What it writes once it has read the head of a request; then the connection ends. */
    @FunctionalInterface
    interface Script {
        void answer(OutputStream out) throws Exception;
    }

    private final Thread acceptor;

    private ScriptedServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    static ScriptedServer on(String address, Script script) throws IOException {
        return on(address, ServerSocketFactory.getDefault(), script);
    }

    static ScriptedServer on(String address, ServerSocketFactory sockets, Script script) throws IOException {
        return new ScriptedServer(sockets.createServerSocket(0, 50, InetAddress.getByName(address)), script);
    }

    /** One that answers any number of requests on a connection with the same text. */
    static ScriptedServer keepingAlive(String address, String response) throws IOException {
        ScriptedServer server = on(address, saying(response));
        server.keepAlive = true;
        return server;
    }

    /** One on the same port of another address. */
    ScriptedServer twinOn(String address, Script other) throws IOException {
        return new ScriptedServer(new ServerSocket(listener.getLocalPort(), 50, InetAddress.getByName(address)), other);
    }

    /** A script that writes this text. */
    static Script saying(String response) {
        return out -> out.write(response.getBytes(StandardCharsets.ISO_8859_1));
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
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            do {
                requests.add(head(reader));
                script.answer(socket.getOutputStream());
            } while (keepAlive && hasMore(reader));
            socket.shutdownOutput();
        } catch (Exception clientLeft) {
            // what the client makes of it is what the test looks at
        }
    }

    private static String head(BufferedReader reader) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** Waits for the next request or the end of the connection. */
    private static boolean hasMore(BufferedReader reader) throws IOException {
        reader.mark(8); // it counts the second half of a line end, too
        boolean more = reader.read() >= 0;
        if (more) {
            reader.reset();
        }
        return more;
    }

    int port() {
        return listener.getLocalPort();
    }

    String url(String host) {
        return "http://" + host + ":" + port() + "/path?query=secret";
    }

    int connections() {
        return connections.get();
    }

    /** The heads of the requests so far. */
    List<String> requests() {
        return List.copyOf(requests);
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
