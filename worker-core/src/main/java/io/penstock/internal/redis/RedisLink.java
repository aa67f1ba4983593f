package io.penstock.internal.redis;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, opened by the first command after the start or a loss. Thread-safe; never blocks.
 *
 * @param <T> what keys and values are given as
 */
public final class RedisLink<T> {
    private final Supplier<? extends CompletionStage<StatefulRedisConnection<T, T>>> connect;
    private final AtomicReference<@Nullable CompletableFuture<StatefulRedisConnection<T, T>>> connection =
            new AtomicReference<>();

    RedisLink(Supplier<? extends CompletionStage<StatefulRedisConnection<T, T>>> connect) {
        this.connect = connect;
    }

    /**
     * Sends a command.
     *
     * @return fails if the command did, if there is no connection, or if no answer came in time; then it may have been
     *     carried out all the same
     */
    public <R> CompletionStage<R> send(Function<RedisAsyncCommands<T, T>, ? extends CompletionStage<R>> command) {
        CompletableFuture<StatefulRedisConnection<T, T>> current = connected();
        if (current.state() == CompletableFuture.State.SUCCESS) {
            return on(current.resultNow(), command);
        }
        return current.thenCompose(open -> on(open, command));
    }

    private <R> CompletionStage<R> on(
            StatefulRedisConnection<T, T> open,
            Function<RedisAsyncCommands<T, T>, ? extends CompletionStage<R>> command) {
        CompletionStage<R> answer = stageOf(() -> command.apply(open.async()));
        answer.exceptionally(failure -> {
            closeIfSilent(open, failure);
            return null;
        });
        return answer;
    }

    /** If the other end has vanished without a word, this connection would stay silent for minutes. */
    private void closeIfSilent(StatefulRedisConnection<T, T> open, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RedisCommandTimeoutException && open.isOpen()) {
            var unused = open.closeAsync();
        }
    }

    /** The connection that is open or being opened, or a new one. */
    private CompletableFuture<StatefulRedisConnection<T, T>> connected() {
        CompletableFuture<StatefulRedisConnection<T, T>> current = connection.get();
        if (current != null && isUsable(current)) {
            return current;
        }
        CompletableFuture<StatefulRedisConnection<T, T>> attempt = new CompletableFuture<>();
        if (!connection.compareAndSet(current, attempt)) {
            return connected();
        }
        var unused = stageOf(connect).whenComplete((open, failure) -> {
            if (failure == null) {
                attempt.complete(open);
            } else {
                attempt.completeExceptionally(failure);
            }
        });
        return attempt;
    }

    /** Lettuce throws where it does not get as far as a future: a full request queue, a client that is shut down. */
    private static <R> CompletionStage<R> stageOf(Supplier<? extends CompletionStage<R>> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static boolean isUsable(CompletableFuture<? extends StatefulRedisConnection<?, ?>> connection) {
        return switch (connection.state()) {
            case RUNNING -> true;
            case SUCCESS -> connection.resultNow().isOpen();
            case FAILED, CANCELLED -> false;
        };
    }
}
