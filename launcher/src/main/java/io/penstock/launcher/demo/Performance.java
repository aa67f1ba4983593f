package io.penstock.launcher.demo;

import io.penstock.launcher.watch.JobEvent;
import io.penstock.launcher.watch.JobWatch;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the scenes' jobs on their queues and follows them to their ends. For one thread. */
final class Performance {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final List<Scene> scenes;
    private final JobWatch watch;
    private final PrintStream out;
    private final long started = System.nanoTime();
    private final Map<Scene, JobEvent> ends = new LinkedHashMap<>();

    /** {@code watch} is open already: nothing that happens is missed. */
    Performance(List<Scene> scenes, JobWatch watch, PrintStream out) {
        this.scenes = scenes;
        this.watch = watch;
        this.out = out;
    }

    /** The event that ended each job, for those that ended in time. */
    Map<Scene, JobEvent> run() {
        scenes.forEach(scene -> scene.enqueue().run());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (ends.size() < scenes.size() && System.nanoTime() - deadline < 0) {
            watch.next(LOOK_EVERY).ifPresent(this::follow);
        }
        return ends;
    }

    private void follow(JobEvent event) {
        Optional<Scene> scene =
                scenes.stream().filter(one -> one.isMine().test(event)).findFirst();
        scene.ifPresent(one -> {
            out.printf("  %4.1f s   %-13s %s%n", (System.nanoTime() - started) / 1e9, one.title(), inWords(event));
            if (event.isEnd()) {
                ends.put(one, event);
            }
        });
    }

    private static String inWords(JobEvent event) {
        return switch (event.kind()) {
            case COMPLETED -> "completed at attempt " + event.attempt();
            case RETRYING -> "failed at attempt " + event.attempt() + ", will be retried: " + event.error();
            case FAILED -> "dead-lettered, " + event.reason() + ": " + event.error();
        };
    }
}
