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
    private final Supplier<? extends CompletionStage<Open<T>>> connect;
    private final AtomicReference<@Nullable CompletableFuture<Open<T>>> connection = new AtomicReference<>();

    /**
     * A connection that is open, or was.
     *
     * @param flushes null if each command is written by itself
     */
    record Open<T>(
            StatefulRedisConnection<T, T> connection,
            @Nullable Flushes flushes) {
        static <T> Open<T> writingEach(StatefulRedisConnection<T, T> connection) {
            return new Open<>(connection, null);
        }

        static <T> Open<T> gathering(StatefulRedisConnection<T, T> connection) {
            connection.setAutoFlushCommands(false);
            return new Open<>(connection, new Flushes(connection::flushCommands));
        }
    }

    RedisLink(Supplier<? extends CompletionStage<Open<T>>> connect) {
        this.connect = connect;
    }

    /**
     * Sends a command.
     *
     * @return fails if the command did, if there is no connection, or if no answer came in time; then it may have been
     *     carried out all the same
     */
    public <R> CompletionStage<R> send(Function<RedisAsyncCommands<T, T>, ? extends CompletionStage<R>> command) {
        CompletableFuture<Open<T>> current = connected();
        if (current.state() == CompletableFuture.State.SUCCESS) {
            return on(current.resultNow(), command);
        }
        return current.thenCompose(open -> on(open, command));
    }

    private <R> CompletionStage<R> on(
            Open<T> open, Function<RedisAsyncCommands<T, T>, ? extends CompletionStage<R>> command) {
        CompletionStage<R> answer =
                stageOf(() -> command.apply(open.connection().async()));
        answer.exceptionally(failure -> {
            closeIfSilent(open.connection(), failure);
            return null;
        });
        if (open.flushes() != null) {
            open.flushes().sent(answer);
        }
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
    private CompletableFuture<Open<T>> connected() {
        CompletableFuture<Open<T>> current = connection.get();
        if (current != null && isUsable(current)) {
            return current;
        }
        CompletableFuture<Open<T>> attempt = new CompletableFuture<>();
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

    private static boolean isUsable(CompletableFuture<? extends Open<?>> connection) {
        return switch (connection.state()) {
            case RUNNING -> true;
            case SUCCESS -> connection.resultNow().connection().isOpen();
            case FAILED, CANCELLED -> false;
        };
    }
}
