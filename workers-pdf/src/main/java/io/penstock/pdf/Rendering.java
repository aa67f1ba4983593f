package io.penstock.pdf;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one rendering on a thread of its own: with a stack for nested layout, and so that the job ends in time whatever the
 * libraries do. A rendering that was stopped can write nothing any more.
 */
final class Rendering {
    private static final long STACK = 16L * 1024 * 1024;

    private Rendering() {}

    static <T> T run(Duration limit, Stopwatch stopwatch, Callable<T> rendering) throws Exception {
        FutureTask<T> task = new FutureTask<>(rendering);
        Thread thread = new Thread(null, task, "pdf-rendering", STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new RefusedException("rendering took longer than " + limit.toSeconds()
                    + " s: make the document smaller or set PENSTOCK_PDF_TIME_LIMIT");
        } catch (ExecutionException e) {
            throw thrown(Objects.requireNonNull(e.getCause()));
        } finally {
            stopwatch.stop();
            thread.interrupt();
        }
    }

    private static Exception thrown(Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return new RefusedException("the document is nested too deep to be laid out");
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (Exception) cause;
    }
}
