package io.penstock.internal.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The metrics of jobs, under the names of the contract. Thread-safe. */
public final class JobMetrics {
    private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

    /** What a job's end is counted under. */
    private record End(String queue, String type, String outcome) {}

    private record Kind(String queue, String type) {}

    private final MeterRegistry registry;
    /** Looking a meter up in the registry costs more than using it. */
    private final Map<End, Counter> ends = new ConcurrentHashMap<>();

    private final Map<Kind, Timer> durations = new ConcurrentHashMap<>();
    private final Map<String, Timer> waits = new ConcurrentHashMap<>();
    private final Timer settle;

    public JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.settle = timer("penstock.settle");
    }

    void ended(String queue, String type, String outcome, Duration duration) {
        ends.computeIfAbsent(new End(queue, type, outcome), this::endCounter).increment();
        durations.computeIfAbsent(new Kind(queue, type), this::durationTimer).record(duration);
    }

    void waited(String queue, Duration wait) {
        // a producer's clock may be set to any year, and nanoseconds do not reach further than 292 years
        if (wait.compareTo(LONGEST_WAIT) <= 0) {
            waits.computeIfAbsent(queue, this::waitTimer).record(wait.isNegative() ? Duration.ZERO : wait);
        }
    }

    /** A job came to rest in the dead-letter queue. */
    public void dead(String queue, String reason) {
        counter("penstock.dead.letters", "queue", queue, "reason", reason).increment();
    }

    void handedBack(String queue) {
        counter("penstock.handbacks", "queue", queue).increment();
    }

    /** How many deliveries were handed back so far. */
    long handedBack() {
        return Math.round(registry.find("penstock.handbacks").counters().stream()
                .mapToDouble(Counter::count)
                .sum());
    }

    void suspected(String queue) {
        counter("penstock.suspects", "queue", queue).increment();
    }

    void settled(Duration duration) {
        settle.record(duration);
    }

    /** Starts the counters of a queue at zero: a counter that appears with its first event shows no increase then. */
    void startCounting(String queue) {
        for (Verdict.Reason reason : Verdict.Reason.values()) {
            counter("penstock.dead.letters", "queue", queue, "reason", reason.word());
        }
        counter("penstock.handbacks", "queue", queue);
        counter("penstock.suspects", "queue", queue);
    }

    /** Reports how many slots of a queue are busy and free. */
    void slots(String queue, int total, Supplier<Number> busy) {
        Gauge.builder("penstock.worker.slots", busy)
                .tags("queue", queue, "state", "busy")
                .register(registry);
        Gauge.builder(
                        "penstock.worker.slots",
                        () -> Math.max(0, total - busy.get().doubleValue()))
                .tags("queue", queue, "state", "free")
                .register(registry);
    }

    private Counter endCounter(End end) {
        return counter("penstock.jobs", "queue", end.queue(), "type", end.type(), "outcome", end.outcome());
    }

    private Timer durationTimer(Kind kind) {
        return timer("penstock.job.duration", "queue", kind.queue(), "type", kind.type());
    }

    private Timer waitTimer(String queue) {
        return timer("penstock.queue.wait", "queue", queue);
    }

    private Counter counter(String name, String... tags) {
        return registry.counter(name, tags);
    }

    private Timer timer(String name, String... tags) {
        return Timer.builder(name)
                .tags(tags)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(registry);
    }
}
