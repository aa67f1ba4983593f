package io.penstock.internal.redis;

import java.util.concurrent.CompletionStage;

/**
 * When to write to a connection what was sent. A single command goes out at once; while the connection waits for answers,
 * commands gather and go out together with the last of these. Writing each by itself costs more than anything else that a
 * small command needs. Thread-safe; never blocks.
 */
final class Flushes {
    private final Runnable flush;
    private long sent;
    private long written;
    private long answered;

    /** @param flush writes what was sent so far; must not block */
    Flushes(Runnable flush) {
        this.flush = flush;
    }

    /** To be called when a command was sent, by whoever has sent it. */
    void sent(CompletionStage<?> answer) {
        count(1, 0);
        var unused = answer.whenComplete((value, failure) -> count(0, 1));
    }

    private void count(int moreSent, int moreAnswered) {
        synchronized (this) {
            sent += moreSent;
            answered += moreAnswered;
            if (answered < written || written == sent) {
                return;
            }
            written = sent;
        }
        flush.run();
    }
}
