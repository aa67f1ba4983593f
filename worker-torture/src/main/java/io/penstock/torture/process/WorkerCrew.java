package io.penstock.torture.process;

import io.penstock.worker.WorkerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The worker processes of a run. Thread-safe. */
public final class WorkerCrew implements AutoCloseable {
    private static final String SERVICES = "META-INF/services/io.penstock.spi.JobHandler";

    private final List<WorkerSlot> slots;

    private WorkerCrew(List<WorkerSlot> slots) {
        this.slots = slots;
    }

    /**
     * How workers are run.
     *
     * @param count how many at a time
     * @param queue what they consume
     * @param environment their environment variables
     * @param handler class name of a plug-in on this class path that only they are to find; null for none
     */
    public record Setup(
            int count,
            String queue,
            Map<String, String> environment,
            @Nullable String handler) {}

    /** Prepares them; none runs yet. Logs, one per worker, go to {@code folder}. */
    public static WorkerCrew of(Setup setup, Path folder, WorkerDeaths deaths) {
        List<Path> additions = services(setup, folder);
        ChildJvm.Launch launch = new ChildJvm.Launch(
                WorkerMain.class.getName(), List.of("--queues=" + setup.queue()), additions, setup.environment());
        return new WorkerCrew(IntStream.rangeClosed(1, setup.count())
                .mapToObj(number -> folder.resolve("worker-" + number + ".log"))
                .map(log -> new WorkerSlot(() -> ChildJvm.start(launch, log), deaths))
                .toList());
    }

    private static List<Path> services(Setup setup, Path folder) {
        if (setup.handler() == null) {
            return List.of();
        }
        try {
            Path services = folder.resolve("services");
            Path file = services.resolve(SERVICES);
            Files.createDirectories(file.getParent());
            Files.writeString(file, setup.handler() + "\n");
            return List.of(services);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts those that do not run. */
    public void start() {
        slots.forEach(WorkerSlot::start);
    }

    /** The slot that a random number means. */
    public WorkerSlot slot(int pick) {
        return slots.get(pick % slots.size());
    }

    /** SIGTERM to all, at the same time; returns when all have ended. */
    public void terminate() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (WorkerSlot slot : slots) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    slot.terminate();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** SIGKILL to those that still run. */
    @Override
    public void close() {
        for (WorkerSlot slot : slots) {
            try {
                slot.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
