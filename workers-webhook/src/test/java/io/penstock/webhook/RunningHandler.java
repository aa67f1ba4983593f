package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.internal.config.Config;
import io.penstock.internal.job.Json;
import io.penstock.internal.plugin.ConfiguredContext;
import io.penstock.internal.plugin.Outside;
import io.penstock.internal.state.LocalState;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerEvent;
import io.penstock.spi.JobContext;
import io.penstock.spi.state.SharedState;
import io.penstock.testbed.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A started handler whose jobs run on virtual threads, as in a worker, with the runtime's own HTTP client and a clock to set. */
final class RunningHandler implements AutoCloseable {
    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private final AtomicInteger jobs = new AtomicInteger();
    private final List<HandlerEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicReference<CompletableFuture<Void>> durable =
            new AtomicReference<>(CompletableFuture.completedFuture(null));
    private final WebhookHandler handler = new WebhookHandler(this::now);
    private final Outside outside;

    private RunningHandler(SharedState shared, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("--penstock-outbound-allow-plain=true");
        if (all.stream().noneMatch(flag -> flag.startsWith("--penstock-outbound-allow-networks"))) {
            all.add("--penstock-outbound-allow-networks=127.0.0.1");
        }
        Config config = Config.read(all, Map.of());
        outside = Outside.open(config);
        SharedState state = shared == null ? new LocalState(this::now) : shared;
        handler.start(new ConfiguredContext(
                handler,
                config,
                new SimpleMeterRegistry(),
                outside,
                new ConfiguredContext.Shared(new Recorder(events, durable), state)));
    }

    static RunningHandler with(String... flags) {
        return new RunningHandler(null, flags);
    }

    /** A replica among others. */
    static RunningHandler sharing(SharedState state, String... flags) {
        return new RunningHandler(state, flags);
    }

    Instant now() {
        return Instant.now().plus(passed.get());
    }

    void passTime(Duration time) {
        passed.updateAndGet(before -> before.plus(time));
    }

    Outcome run(WebhookPayload payload) throws Exception {
        return run(payload, job(1));
    }

    Outcome run(WebhookPayload payload, Job job) throws Exception {
        return start(payload, job).get(60, TimeUnit.SECONDS);
    }

    /** A job that goes on meanwhile. */
    CompletableFuture<Outcome> start(WebhookPayload payload, Job job) {
        return startInterruptibly(payload, job).outcome();
    }

    /** The job's thread and what becomes of it. */
    record Running(Thread thread, CompletableFuture<Outcome> outcome) {}

    Running startInterruptibly(WebhookPayload payload, Job job) {
        Instant receivedAt = now();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                Context context = new Context(job, receivedAt, new CopyOnWriteArrayList<>());
                Outcome returned = handler.handle(payload, context);
                context.promises()
                        .forEach(promise -> promise.toCompletableFuture().join());
                outcome.complete(returned);
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        return new Running(thread, outcome);
    }

    /** The next job, at that attempt. */
    Job job(int attempt) {
        return job("job-" + jobs.incrementAndGet(), attempt, now());
    }

    static Job job(String id, int attempt, Instant enqueuedAt) {
        return new Job(
                id,
                "webhook.deliver",
                "webhooks",
                "acme",
                null,
                attempt,
                10,
                enqueuedAt,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    /** What is told from now on is durable once this is. */
    void eventsAreDurableWith(CompletableFuture<Void> other) {
        durable.set(other);
    }

    /** What was told of this type. */
    List<HandlerEvent> events(String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    @Override
    public void close() {
        outside.close();
    }

    private record Recorder(List<HandlerEvent> told, AtomicReference<CompletableFuture<Void>> durable)
            implements EventStream {
        @Override
        public boolean isHeard() {
            return true;
        }

        @Override
        public CompletionStage<Void> tell(HandlerEvent event) {
            JsonNode data = Json.EVENTS.valueToTree(event.data());
            Schema schema = Schema.named("io.penstock." + event.type() + ".v1");
            assertThat(schema.violations(data)).isEmpty();
            assertThat(schema.undescribed(data)).isEmpty();
            told.add(event);
            return durable.get();
        }
    }

    private record Context(Job job, Instant receivedAt, List<CompletionStage<?>> promises) implements JobContext {
        @Override
        public Instant deadline() {
            return Instant.MAX;
        }

        @Override
        public long fencingToken() {
            return 0;
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void settleAfter(CompletionStage<?> durable) {
            promises.add(durable);
        }
    }
}
