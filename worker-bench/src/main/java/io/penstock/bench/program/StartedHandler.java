package io.penstock.bench.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.internal.config.Config;
import io.penstock.internal.plugin.ConfiguredContext;
import io.penstock.internal.plugin.Outside;
import io.penstock.internal.state.LocalState;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerEvent;
import io.penstock.spi.JobContext;
import io.penstock.spi.JobHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A plug-in's handler as the runtime calls it, without a broker. Safe to use from many threads.
 *
 * @param handler that was started
 */
public record StartedHandler(JobHandler<?> handler) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Finds the handler of a job type on the class path and starts it with these settings. */
    public static StartedHandler of(String type, List<String> flags) throws Exception {
        JobHandler<?> handler = ServiceLoader.load(JobHandler.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.type().equals(type))
                .findFirst()
                .orElseThrow();
        Config config = Config.read(flags, Map.of());
        handler.start(new ConfiguredContext(
                handler,
                config,
                new SimpleMeterRegistry(),
                Outside.open(config),
                new ConfiguredContext.Shared(new Unheard(), new LocalState(InstantSource.system()))));
        return new StartedHandler(handler);
    }

    /** Runs one job that must be done. */
    public Outcome.Done run(String json) throws Exception {
        return run(handler, json);
    }

    private static <P> Outcome.Done run(JobHandler<P> handler, String json) throws Exception {
        P payload = JSON.readValue(json, handler.payloadType());
        Outcome outcome = handler.handle(payload, JobContext.outsideOfWorkers(job(handler)));
        if (outcome instanceof Outcome.Done done) {
            return done;
        }
        throw new IllegalStateException("a job was not done: " + outcome);
    }

    /** A payload. */
    public static String json(Map<String, ?> fields) throws JsonProcessingException {
        return JSON.writeValueAsString(fields);
    }

    private static Job job(JobHandler<?> handler) {
        return new Job(
                "1",
                handler.type(),
                handler.queue(),
                null,
                null,
                1,
                1,
                Instant.now(),
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private record Unheard() implements EventStream {
        @Override
        public boolean isHeard() {
            return false;
        }

        @Override
        public CompletionStage<Void> tell(HandlerEvent event) {
            return CompletableFuture.completedStage(null);
        }
    }
}
