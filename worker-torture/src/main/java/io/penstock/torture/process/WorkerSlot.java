package io.penstock.torture.process;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The place of one worker. Whatever ends it without being asked to – a poisonous job – is told, and the next is started.
 * Thread-safe; faults of one slot come one after the other.
 */
public final class WorkerSlot {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    private final Supplier<ChildJvm> launch;
    private final WorkerDeaths deaths;
    private @Nullable ChildJvm current;

    WorkerSlot(Supplier<ChildJvm> launch, WorkerDeaths deaths) {
        this.launch = launch;
        this.deaths = deaths;
    }

    /** Starts a worker if there is none. */
    public synchronized void start() {
        if (current == null) {
            ChildJvm child = launch.get();
            current = child;
            child.onExit(this::ended);
        }
    }

    private synchronized void ended(ChildJvm child) {
        if (child == current) {
            current = null;
            deaths.byItself(child.pid(), child.exitCode());
            start();
        }
    }

    /** SIGKILL. Returns the pid; empty if nothing ran. */
    public Optional<Long> kill() throws InterruptedException {
        ChildJvm victim = take();
        if (victim != null) {
            victim.kill();
        }
        return Optional.ofNullable(victim).map(ChildJvm::pid);
    }

    /** SIGTERM, and waits until it has drained; a worker that does not end, or not with 0, is told. */
    public Optional<Long> terminate() throws InterruptedException {
        ChildJvm victim = take();
        if (victim == null) {
            return Optional.empty();
        }
        boolean ended = victim.terminate(DRAIN_LIMIT);
        if (!ended) {
            deaths.notDrained(victim.pid(), DRAIN_LIMIT.toSeconds());
            victim.kill();
        } else if (victim.exitCode() != 0) {
            deaths.whileDraining(victim.pid(), victim.exitCode());
        }
        return Optional.of(victim.pid());
    }

    /** SIGSTOP for a while, then SIGCONT. Returns the pid; empty if nothing ran. */
    public Optional<Long> pause(Duration hold) throws InterruptedException {
        ChildJvm victim = peek();
        if (victim == null) {
            return Optional.empty();
        }
        victim.pause();
        try {
            Thread.sleep(hold);
        } finally {
            victim.resume();
        }
        return Optional.of(victim.pid());
    }

    private synchronized @Nullable ChildJvm take() {
        ChildJvm taken = current;
        current = null;
        return taken;
    }

    private synchronized @Nullable ChildJvm peek() {
        return current;
    }
}
