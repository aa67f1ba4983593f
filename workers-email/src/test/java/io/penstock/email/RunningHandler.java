package io.penstock.email;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.spi.Setting;
import io.penstock.spi.http.OutboundHttp;
import io.penstock.spi.state.SharedState;
import io.penstock.spi.storage.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A started handler whose jobs run on virtual threads, as in a worker, with a clock that stands still. */
final class RunningHandler implements AutoCloseable {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final EmailHandler handler = new EmailHandler(now::get);

    private RunningHandler(Map<String, String> settings) {
        handler.start(new Settings(settings));
    }

    /** With short time-outs and {@code shop@example.net} as the sender. */
    static RunningHandler with(String smtpUrl) {
        return with(smtpUrl, Map.of());
    }

    static RunningHandler with(String smtpUrl, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "SMTP_URL", smtpUrl, "PENSTOCK_EMAIL_FROM", "shop@example.net", "PENSTOCK_EMAIL_TIMEOUT", "500ms"));
        all.putAll(settings);
        return new RunningHandler(all);
    }

    Outcome run(EmailPayload payload) throws Exception {
        return start(payload).outcome().get(30, TimeUnit.SECONDS);
    }

    /** A job that goes on meanwhile. */
    RunningJob start(EmailPayload payload) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                outcome.complete(handler.handle(payload, JobContext.outsideOfWorkers(job())));
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        return new RunningJob(thread, outcome);
    }

    /** The job's thread and what becomes of it. */
    record RunningJob(Thread thread, CompletableFuture<Outcome> outcome) {}

    void passTime(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Override
    public void close() {
        handler.close();
    }

    private static Job job() {
        Instant enqueuedAt = Instant.parse("2026-03-01T12:00:00Z");
        return new Job(
                "order-7",
                "email.send",
                "emails",
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

    private record Settings(Map<String, String> values) implements HandlerContext {
        @Override
        public <T> T get(Setting<T> setting) {
            return setting.parser()
                    .parse(values.getOrDefault(setting.name(), Objects.requireNonNull(setting.defaultText())));
        }

        @Override
        public MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Override
        public ObjectStore objects() {
            throw new UnsupportedOperationException("no test needs an object store yet");
        }

        @Override
        public OutboundHttp http() {
            throw new UnsupportedOperationException("mail is not sent over HTTP");
        }

        @Override
        public EventStream events() {
            throw new UnsupportedOperationException("mail tells no events of its own");
        }

        @Override
        public SharedState state() {
            throw new UnsupportedOperationException("mail shares no state");
        }
    }
}
