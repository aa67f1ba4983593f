package io.penstock.torture.recorder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.torture.recorder.Entry.What;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The world outside: where effects happen. Independent of RabbitMQ, Redis and Kafka, and never killed, as it lives in the
 * process that does the killing. Like any store that supports fencing, it refuses a token lower than the highest it has
 * seen for the same effect; token 0 says that nobody fences, and is never refused.
 *
 * <p>Speaks lines of ASCII over a loopback socket, words separated by single spaces:
 *
 * <pre>
 * BEGIN key job attempt token pid         no answer
 * EFFECT key job attempt token pid due    answered by OK or by REFUSED
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class Recorder implements AutoCloseable {
    private final ServerSocket server;
    private final Writer file;
    private final Map<String, Long> highest = new HashMap<>();
    private long effects;

    private Recorder(ServerSocket server, Writer file) {
        this.server = server;
        this.file = file;
    }

    /** Starts recording into a new {@code file}. */
    public static Recorder start(Path file) {
        try {
            ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
            Recorder recorder = new Recorder(server, Files.newBufferedWriter(file, US_ASCII));
            Thread.ofPlatform().daemon().name("recorder").start(recorder::accept);
            return recorder;
        } catch (IOException e) {
            throw new UncheckedIOException("the recorder could not be started", e);
        }
    }

    /** Where it listens, on the loopback address. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many effects have happened. */
    public synchronized long effects() {
        return effects;
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().name("recorder connection").start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // that is how it ends
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            OutputStream out = socket.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = answer(line.split(" ", -1));
                if (!answer.isEmpty()) {
                    out.write((answer + "\n").getBytes(US_ASCII));
                }
            }
        } catch (IOException killed) {
            // the worker's end is no news here
        }
    }

    private String answer(String[] words) throws IOException {
        boolean isEffect = words.length == 7 && words[0].equals("EFFECT");
        if (!isEffect && !(words.length == 6 && words[0].equals("BEGIN"))) {
            return "expected BEGIN key job attempt token pid or EFFECT key job attempt token pid due";
        }
        int attempt = Integer.parseInt(words[3]);
        long token = Long.parseLong(words[4]);
        long pid = Long.parseLong(words[5]);
        if (!isEffect) {
            write(new Entry(System.currentTimeMillis(), What.BEGUN, words[1], words[2], attempt, token, pid, 0));
            return "";
        }
        return effect(words[1], words[2], attempt, token, pid, Long.parseLong(words[6]));
    }

    private synchronized String effect(String key, String job, int attempt, long token, long pid, long due)
            throws IOException {
        boolean refused = token != 0 && token < highest.getOrDefault(key, 0L);
        What what = refused ? What.REFUSED : What.DONE;
        if (!refused) {
            highest.merge(key, token, Math::max);
            effects++;
        }
        write(new Entry(System.currentTimeMillis(), what, key, job, attempt, token, pid, due));
        return refused ? "REFUSED" : "OK";
    }

    /** On its way to the disk before anybody is answered. */
    private synchronized void write(Entry entry) throws IOException {
        file.write(entry.line());
        file.write('\n');
        file.flush();
    }

    /** Ends all listening; what is recorded stays. */
    @Override
    public void close() {
        try {
            server.close();
            synchronized (this) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
