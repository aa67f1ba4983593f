package io.penstock.testbed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Servers that are started and closed together, each in a thread of its own, and closed at the latest when the JVM
 * shuts down. Thread-safe.
 */
final class Fleet implements AutoCloseable {
    private final Map<ServerKind, Server> servers = new EnumMap<>(ServerKind.class);
    private final Function<ServerKind, Server> create;
    private final Runnable afterwards;
    private final Thread atShutdown = new Thread(this::closeAll, "testbed-close");
    private boolean closed;

    /**
     * An empty fleet.
     *
     * @param create makes a server that is not started yet
     * @param afterwards runs when all servers are closed
     */
    Fleet(Function<ServerKind, Server> create, Runnable afterwards) {
        this.create = create;
        this.afterwards = afterwards;
        Runtime.getRuntime().addShutdownHook(atShutdown);
    }

    /** Starts those of {@code kinds} that it does not have yet. If one fails, the whole fleet is closed. */
    synchronized void start(Collection<ServerKind> kinds) {
        List<ServerKind> missing =
                kinds.stream().filter(kind -> !servers.containsKey(kind)).toList();
        try {
            inParallel(missing, kind -> {
                Server server = create.apply(kind);
                add(kind, server);
                server.start();
            });
        } catch (RuntimeException failure) {
            closeAfter(failure);
            throw failure;
        }
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException another) {
            failure.addSuppressed(another);
        }
    }

    private void add(ServerKind kind, Server server) {
        synchronized (servers) {
            servers.put(kind, server);
        }
    }

    /** The servers it has. */
    Collection<Server> servers() {
        synchronized (servers) {
            return List.copyOf(servers.values());
        }
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs already, and finds nothing left to do.
        }
    }

    private synchronized void closeAll() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            inParallel(servers(), Server::close);
        } finally {
            afterwards.run();
        }
    }

    /** Waits for all, then throws the first failure with the others suppressed. */
    private static <T> void inParallel(Collection<T> items, Consumer<T> task) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            items.forEach(item -> running.add(CompletableFuture.runAsync(() -> task.accept(item), threads)));
        }
        List<RuntimeException> failures = new ArrayList<>();
        for (CompletableFuture<Void> each : running) {
            try {
                each.join();
            } catch (CompletionException failure) {
                failures.add(failure.getCause() instanceof RuntimeException cause ? cause : failure);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
