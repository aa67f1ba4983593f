package io.penstock.internal.amqp;

import io.penstock.internal.amqp.PublishException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishing again until it is confirmed: a message may be stored twice then, which is better than not at all. */
public final class Retry {
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Supplier<? extends CompletionStage<Void>> publish;
    private final Predicate<@Nullable PublishException> worthwhile;
    private final CompletableFuture<Void> confirmed = new CompletableFuture<>();

    private Retry(Supplier<? extends CompletionStage<Void>> publish, Predicate<@Nullable PublishException> worthwhile) {
        this.publish = publish;
        this.worthwhile = worthwhile;
    }

    /**
     * Publishes until the broker confirms.
     *
     * @param publish one try
     * @param worthwhile asked before each further try, with what went wrong, on a thread that may block; false ends with
     *     the last failure
     * @return fails with the last failure if a further try was not worthwhile, or can never succeed
     */
    public static CompletionStage<Void> untilConfirmed(
            Supplier<? extends CompletionStage<Void>> publish, Predicate<@Nullable PublishException> worthwhile) {
        Retry retry = new Retry(publish, worthwhile);
        retry.attempt(FIRST_PAUSE_MILLIS);
        return retry.confirmed;
    }

    private void attempt(long pauseMillis) {
        var unused = publish.get().whenComplete((done, failure) -> {
            PublishException publishing = PublishException.in(failure);
            if (failure == null) {
                confirmed.complete(null);
            } else if (publishing != null && publishing.kind() == Kind.INVALID) {
                confirmed.completeExceptionally(publishing);
            } else {
                later(pauseMillis, () -> again(failure, publishing, pauseMillis));
            }
        });
    }

    private void again(Throwable failure, @Nullable PublishException publishing, long pauseMillis) {
        if (worthwhile.test(publishing)) {
            attempt(Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2));
        } else {
            confirmed.completeExceptionally(failure);
        }
    }

    /** Runs {@code action} after a pause, on a virtual thread. */
    public static void later(long pauseMillis, Runnable action) {
        CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(action);
    }
}
