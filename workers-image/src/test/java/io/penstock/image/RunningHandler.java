package io.penstock.image;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.internal.config.Config;
import io.penstock.internal.config.OutsideSettings;
import io.penstock.internal.http.GuardedHttp;
import io.penstock.internal.storage.Schemes;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.Setting;
import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.state.SharedState;
import io.penstock.spi.storage.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A started handler whose jobs run on virtual threads, as in a worker. */
final class RunningHandler implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ImageHandler handler = new ImageHandler();

    private final String root;

    private RunningHandler(Config config, String root) {
        this.root = root;
        GuardedHttp http = GuardedHttp.of(
                config.get(OutsideSettings.OUTBOUND_ALLOW_NETWORKS), config.get(OutsideSettings.OUTBOUND_ALLOW_PLAIN));
        handler.start(new Context(config, Schemes.open(config, http).store(), http));
    }

    /** With {@code file:} URLs below this folder. */
    static RunningHandler on(Path root, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("--object-store-root=" + root);
        return new RunningHandler(Config.read(all, Map.of()), "file://" + root + "/");
    }

    static RunningHandler with(String... flags) {
        return new RunningHandler(Config.read(List.of(flags), Map.of()), "file:///");
    }

    /** Runs one job to its end; {@code file:///} stands for the root. */
    Outcome run(String json) throws Exception {
        return run(payload(json));
    }

    ImagePayload payload(String json) {
        return Payloads.read(json.replace("file:///", root));
    }

    /** Makes these renditions of the object {@code source}: each its further fields, the first to {@code 0}. */
    Outcome make(String... renditions) throws Exception {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < renditions.length; i++) {
            json.append(json.isEmpty() ? "" : ", ")
                    .append("{'name': 'r%d', %s, 'output': 'file:///%d'}".formatted(i, renditions[i], i));
        }
        return run("{'source': 'file:///source', 'renditions': [" + json + "]}");
    }

    /** Runs one job to its end. */
    Outcome run(ImagePayload payload) throws Exception {
        return start(payload).outcome().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** A job that goes on meanwhile. */
    RunningJob start(ImagePayload payload) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                outcome.complete(handler.handle(payload, JobContext.outsideOfWorkers(job())));
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
        return new RunningJob(thread, outcome);
    }

    /** The job's thread and what becomes of it. */
    record RunningJob(Thread thread, CompletableFuture<Outcome> outcome) {}

    String engine() {
        return handler.health().get("engine");
    }

    @Override
    public void close() {
        handler.close();
    }

    private static Job job() {
        Instant enqueuedAt = Instant.parse("2026-03-01T12:00:00Z");
        return new Job(
                "photo-7",
                "image.resize",
                "images",
                null,
                null,
                1,
                8,
                enqueuedAt,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private record Context(Config config, ObjectStore objects, OutboundHttp http) implements HandlerContext {
        @Override
        public <T> T get(Setting<T> setting) {
            return config.get(setting);
        }

        @Override
        public MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Override
        public EventStream events() {
            throw new UnsupportedOperationException("a picture tells no events of its own");
        }

        @Override
        public SharedState state() {
            throw new UnsupportedOperationException("a picture shares no state");
        }
    }
}
