package io.penstock.torture.recorder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.Job;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A worker's line to the {@link Recorder}: one connection for all jobs at once. Thread-safe. */
public final class RecorderClient implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final long pid = ProcessHandle.current().pid();
    /** In the order in which they were asked, which is that of the answers. */
    private final Queue<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();

    private boolean ended;

    /** Connects to the recorder of this machine. */
    public RecorderClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        Thread.ofPlatform().daemon().name("recorder answers").start(this::readAnswers);
    }

    /** Says that an execution begins. */
    public synchronized void begin(Job job, long token) throws IOException {
        out.write((line("BEGIN", job, token) + "\n").getBytes(US_ASCII));
    }

    /**
     * Lets the effect happen.
     *
     * @param due before when it must not, epoch milliseconds; 0 if it may at any time
     * @return false if it was refused because an execution with a higher token came first
     * @throws IOException if it is unknown whether it happened
     */
    public boolean effect(Job job, long token, long due) throws IOException {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        synchronized (this) {
            if (ended) {
                throw new IOException("the recorder is gone");
            }
            waiting.add(answer);
            out.write((line("EFFECT", job, token) + " " + due + "\n").getBytes(US_ASCII));
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new IOException("the recorder did not answer", e);
        }
    }

    private String line(String what, Job job, long token) {
        return what + " " + job.effectKey() + " " + job.id() + " " + job.attempt() + " " + token + " " + pid;
    }

    private void readAnswers() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                next().complete(line.equals("OK"));
            }
            failAll(new IOException("the recorder closed the connection"));
        } catch (IOException e) {
            failAll(e);
        }
    }

    private synchronized CompletableFuture<Boolean> next() throws IOException {
        CompletableFuture<Boolean> next = waiting.poll();
        if (next == null) {
            throw new IOException("an answer that nobody asked for");
        }
        return next;
    }

    private synchronized void failAll(IOException cause) {
        ended = true;
        waiting.forEach(answer -> answer.completeExceptionally(cause));
        waiting.clear();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
