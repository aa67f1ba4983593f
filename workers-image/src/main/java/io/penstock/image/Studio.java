package io.penstock.image;

import io.penstock.image.DecodePermits.Permit;
import io.penstock.image.Engine.Plan;
import io.penstock.image.Engine.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes renditions on threads of its own: decoding is all computing, and on the virtual threads of the jobs it would keep
 * everybody else's from running. Thread-safe.
 */
final class Studio implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Studio.class);

    private final List<Engine> engines;
    private final Limits limits;
    private final DecodePermits permits;
    private final ExecutorService threads;

    /** @param engines in the order of preference; the last one handles everything */
    Studio(List<Engine> engines, ImageSettings settings) {
        this.engines = List.copyOf(engines);
        this.limits = settings.limits();
        this.permits = new DecodePermits(settings.memoryBytes());
        this.threads = Executors.newFixedThreadPool(
                settings.threads(),
                Thread.ofPlatform().daemon().name("image-", 0).factory());
    }

    /**
     * Makes all renditions of the source in {@code folder} and leaves them there.
     *
     * @throws PictureException if that can never work
     */
    Task make(WorkFolder folder, List<Rendition> renditions)
            throws IOException, PictureException, InterruptedException {
        Header header = HeaderReader.read(folder.source(), Deadline.in(limits.time()));
        limits.check(header);
        Task task = new Task(folder.source(), header, plans(header, renditions, folder));
        for (Engine engine : engines) {
            if (engine.handles(task) && isMadeBy(engine, task)) {
                break;
            }
        }
        return task;
    }

    private boolean isMadeBy(Engine engine, Task task) throws IOException, PictureException, InterruptedException {
        Permit permit = permits.acquire(engine.bytesNeeded(task));
        try {
            work(engine, task, permit);
            return true;
        } catch (NotForThisEngine e) {
            log.debug(
                    "{} leaves a {} picture to the next engine: {}",
                    engine.name(),
                    task.header().format(),
                    e.getMessage());
            return false;
        }
    }

    private static List<Plan> plans(Header header, List<Rendition> renditions, WorkFolder folder)
            throws PictureException {
        List<Plan> plans = new ArrayList<>();
        for (Rendition rendition : renditions) {
            Placement placement = Placement.of(rendition, header.uprightWidth(), header.uprightHeight());
            plans.add(new Plan(rendition, placement, folder.rendition(plans.size(), rendition.format())));
        }
        return plans;
    }

    /** The permit is given back when the work has ended, even if nobody waits for it any more. */
    private void work(Engine engine, Task task, Permit permit)
            throws IOException, PictureException, InterruptedException, NotForThisEngine {
        Work work = new Work(engine, task, limits.time(), permit);
        try {
            submitted(work).get();
        } catch (InterruptedException e) {
            work.cancel();
            throw e;
        } catch (ExecutionException e) {
            rethrow(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private Future<?> submitted(Work work) {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException e) {
            work.permit.close();
            throw e;
        }
    }

    private static void rethrow(Throwable cause) throws IOException, PictureException, NotForThisEngine {
        switch (cause) {
            case PictureException rejected -> throw rejected;
            case NotForThisEngine next -> throw next;
            case IOException failed -> throw failed;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            default -> throw new IllegalStateException(cause);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One source on one thread. Its time begins when it does. */
    private static final class Work implements Callable<@Nullable Void> {
        private final Engine engine;
        private final Task task;
        private final Duration time;
        private final Permit permit;
        private volatile boolean cancelled;
        private volatile @Nullable Deadline deadline;

        Work(Engine engine, Task task, Duration time, Permit permit) {
            this.engine = engine;
            this.task = task;
            this.time = time;
            this.permit = permit;
        }

        @Override
        public @Nullable Void call() throws IOException, PictureException, NotForThisEngine {
            try (permit) {
                Deadline started = Deadline.in(time);
                deadline = started;
                if (!cancelled) {
                    engine.render(task, started);
                }
                return null;
            }
        }

        void cancel() {
            cancelled = true;
            Deadline started = deadline;
            if (started != null) {
                started.cancel();
            }
        }
    }
}
