package io.penstock.torture.process;

import io.penstock.torture.producer.BareProducer;
import io.penstock.torture.producer.ClientProducer;
import io.penstock.torture.producer.SendLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The producers of a run: all but the last use JobClient, the last RabbitMQ's own client. One that ends before it has sent
 * its share is started again. Thread-safe.
 */
public final class ProducerCrew implements AutoCloseable {
    private final Setup setup;
    private final Path folder;
    private final List<@Nullable ChildJvm> children = new ArrayList<>();
    private final CountDownLatch busy;
    private boolean closed;

    /**
     * What they do together.
     *
     * @param count how many
     * @param seed seed of the jobs
     * @param jobs how many jobs
     * @param poison whether some are poisonous
     * @param perSecond how many jobs are sent per second
     * @param url the broker
     * @param queue the queue
     * @param payload file with the text of every payload; null for our own handler's
     */
    public record Setup(
            int count,
            long seed,
            int jobs,
            boolean poison,
            double perSecond,
            String url,
            String queue,
            @Nullable Path payload) {}

    /** Prepares them; none runs yet. Logs and records go to {@code folder}. */
    public ProducerCrew(Setup setup, Path folder) {
        this.setup = setup;
        this.folder = folder;
        this.busy = new CountDownLatch(setup.count());
        for (int index = 0; index < setup.count(); index++) {
            children.add(null);
        }
    }

    /** Starts all of them. */
    public synchronized void start() {
        for (int index = 0; index < setup.count(); index++) {
            launch(index);
        }
    }

    private synchronized void launch(int index) {
        if (closed) {
            return;
        }
        boolean last = index == setup.count() - 1;
        Class<?> main = last ? BareProducer.class : ClientProducer.class;
        ChildJvm child = ChildJvm.start(
                new ChildJvm.Launch(main.getName(), List.of(), List.of(), environment(index)),
                folder.resolve("producer-" + (index + 1) + ".log"));
        children.set(index, child);
        child.onExit(ended -> ended(index, ended));
    }

    private Map<String, String> environment(int index) {
        Map<String, String> environment = new HashMap<>();
        environment.put("RABBITMQ_URL", setup.url());
        environment.put("TORTURE_SEED", Long.toString(setup.seed()));
        environment.put("TORTURE_JOBS", Integer.toString(setup.jobs()));
        environment.put("TORTURE_POISON", Boolean.toString(setup.poison()));
        environment.put("TORTURE_QUEUE", setup.queue());
        environment.put("TORTURE_FIRST", Integer.toString(index));
        environment.put("TORTURE_STEP", Integer.toString(setup.count()));
        environment.put("TORTURE_RATE", Double.toString(setup.perSecond() / setup.count()));
        environment.put("TORTURE_LOG", log(index).toString());
        if (setup.payload() != null) {
            environment.put("TORTURE_PAYLOAD", setup.payload().toAbsolutePath().toString());
        }
        return environment;
    }

    private Path log(int index) {
        return folder.resolve("producer-" + (index + 1) + ".ids");
    }

    private synchronized void ended(int index, ChildJvm child) {
        if (children.get(index) != child) {
            return; // killed on purpose
        }
        if (child.exitCode() == 0) {
            children.set(index, null);
            busy.countDown();
        } else {
            launch(index);
        }
    }

    /** SIGKILL to one of those that are still sending; the number to pass to {@link #restart}, empty if there is none. */
    public Optional<Integer> kill(int pick) throws InterruptedException {
        ChildJvm victim = null;
        int index = 0;
        synchronized (this) {
            for (int n = 0; n < setup.count() && victim == null; n++) {
                index = (pick + n) % setup.count();
                victim = children.set(index, null);
            }
        }
        if (victim == null) {
            return Optional.empty();
        }
        victim.kill();
        return Optional.of(index);
    }

    /** Starts the killed one again. It does not repeat the batch that it was killed in. */
    public void restart(int index) {
        launch(index);
    }

    /** Returns when all have sent their share. */
    public void awaitAll() throws InterruptedException {
        busy.await();
    }

    /** What they have written down. */
    public SendLog.Contents contents() throws IOException {
        SendLog.Contents contents = SendLog.Contents.empty();
        for (int index = 0; index < setup.count(); index++) {
            contents.add(log(index), setup.count());
        }
        return contents;
    }

    /** SIGKILL to those that still run. */
    @Override
    public void close() {
        List<ChildJvm> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (int index = 0; index < children.size(); index++) {
                ChildJvm child = children.set(index, null);
                if (child != null) {
                    left.add(child);
                }
            }
        }
        for (ChildJvm child : left) {
            try {
                child.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
