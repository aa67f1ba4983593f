package io.penstock.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * An SMTP server that misbehaves on command. Takes everything, except where a script says otherwise: it answers the first
 * line that starts with a key by that key's value. {@link #GREETING} and the final dot are keys, too.
 */
final class ScriptedRelay implements AutoCloseable {
    /** Key: what it says before the client says anything. */
    static final String GREETING = "greeting";

    static final String FINAL_DOT = ".";
    /** Answer: none, while the connection stays open. */
    static final String HANG = "hang";
    /** Answer: none, and the connection ends. */
    static final String DROP = "drop";

    private final Map<String, String> script;
    private final ServerSocket server;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    ScriptedRelay(Map<String, String> script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "smtp://127.0.0.1:" + server.getLocalPort();
    }

    /** Everything that clients sent, line by line. */
    List<String> lines() {
        return lines;
    }

    /** Waits until a client waits for an answer that does not come. */
    void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void talk(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean open = say(client.getOutputStream(), answerTo(GREETING, "220 scripted"));
            boolean data = false;
            while (open) {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                lines.add(line);
                if (!data || FINAL_DOT.equals(line)) {
                    String answer = answerTo(line, usualAnswer(line));
                    open = say(client.getOutputStream(), answer);
                    data = answer.startsWith("354");
                }
            }
        } catch (IOException e) {
            // the client hung up, which tests provoke
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String usualAnswer(String line) {
        if (line.equals("DATA")) {
            return "354 go on";
        }
        return line.equals("QUIT") ? "221 bye" : "250 ok";
    }

    private String answerTo(String line, String usual) {
        return script.entrySet().stream()
                .filter(entry -> line.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private boolean say(OutputStream out, String answer) throws IOException, InterruptedException {
        if (answer.equals(HANG)) {
            hanging.countDown();
            closed.await();
        }
        if (answer.equals(HANG) || answer.equals(DROP)) {
            return false;
        }
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return !answer.startsWith("421") && !answer.startsWith("221");
    }
}
