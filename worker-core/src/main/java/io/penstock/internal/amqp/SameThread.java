package io.penstock.internal.amqp;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs what the client library calls back on the thread that has read it from the connection. All our callbacks do is put
 * something into a queue, and to wake another thread for that would cost more than the callback. It cannot be shut down, as
 * a connection may notice its own end late and then has something left to run. Thread-safe.
 */
final class SameThread extends AbstractExecutorService {
    @Override
    public void execute(Runnable callback) {
        callback.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
