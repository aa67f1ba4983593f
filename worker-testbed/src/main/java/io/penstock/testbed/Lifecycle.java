package io.penstock.testbed;

import io.penstock.testbed.internal.command.Poll;
import io.penstock.testbed.internal.folder.ServerFolder;
import io.penstock.testbed.internal.instance.Instance;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What is the same for all servers: one caller at a time, and nothing returns before it is so. */
final class Lifecycle {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(90);

    private final String name;
    private final ServerFolder folder;
    private final Instance instance;
    private final BooleanSupplier answers;
    private boolean closed;

    /**
     * Takes over {@code instance}.
     *
     * @param answers whether it would serve a client right now
     */
    Lifecycle(String name, ServerFolder folder, Instance instance, BooleanSupplier answers) {
        this.name = name;
        this.folder = folder;
        this.instance = instance;
        this.answers = answers;
    }

    synchronized void start() {
        if (closed) {
            throw new IllegalStateException(name + " was closed; it cannot be started again");
        }
        if (instance.isRunning()) {
            instance.resume();
        } else {
            instance.start();
        }
        awaitAnswer();
    }

    private void awaitAnswer() {
        boolean answered = Poll.until(ANSWER_LIMIT, () -> answers.getAsBoolean() || !instance.isRunning());
        if (answered && instance.isRunning()) {
            return;
        }
        String what =
                instance.isRunning() ? "did not answer within " + ANSWER_LIMIT.toSeconds() + " s" : "ended at once";
        throw new TestbedException("%s %s. Its folder is %s, its last words:%n%s"
                .formatted(name, what, folder.path(), instance.logTail()));
    }

    synchronized void stop() {
        instance.stop();
    }

    synchronized void kill() {
        instance.kill();
    }

    synchronized void killAndEraseData() {
        instance.kill();
        instance.eraseData();
    }

    synchronized void pause() {
        instance.pause();
    }

    synchronized void resume() {
        instance.resume();
    }

    synchronized boolean isRunning() {
        return instance.isRunning();
    }

    /** Temporary data need not be written out: the server is killed then. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean temporary = folder.isTemporary();
        if (temporary) {
            instance.kill();
        } else {
            instance.stop();
        }
        instance.dispose(temporary);
        folder.release();
        if (temporary) {
            folder.delete();
        }
    }
}
