package io.penstock.internal.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells of itself every few seconds. It holds no payloads and nothing of the configuration but numbers.
 *
 * @param instance names the process, and no other that ever ran
 * @param host where it runs
 * @param pid its process id there
 * @param version of the worker
 * @param startedAt when it started
 * @param at when it said this, by its own clock
 * @param intervalMillis after how long it will say the next
 * @param state what it is about
 * @param queues one for each queue that it consumes
 * @param running the jobs that have run longest, {@link #MOST_RUNNING} at most
 * @param runningTotal how many jobs run
 */
public record WorkerReport(
        String instance,
        String host,
        long pid,
        String version,
        Instant startedAt,
        Instant at,
        long intervalMillis,
        State state,
        List<Queue> queues,
        List<Running> running,
        int runningTotal) {

    /** How many running jobs are named. */
    public static final int MOST_RUNNING = 100;

    private static final int LONGEST_TEXT = 256;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private static final class InstantReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String text, DeserializationContext context) {
            return Instant.parse(text);
        }
    }

    /** What a worker is about. */
    public enum State {
        /** Not all queues have been consumed yet. */
        STARTING,
        READY,
        /** It takes no more jobs and ends when those that run are done, or its grace is over. */
        DRAINING,
        /** The last that is heard of it. */
        STOPPED
    }

    /**
     * A queue as one worker sees it.
     *
     * @param queue its name
     * @param slots how many jobs may run at once
     * @param busy how many of them do
     * @param paused whether somebody paused it
     * @param state one line, as in the health checks
     */
    public record Queue(String queue, int slots, int busy, boolean paused, String state) {
        public Queue {
            queue = shortened(queue);
            state = shortened(state);
        }
    }

    /**
     * A job that runs.
     *
     * @param tenant null if it has none
     * @param since when its handler was called
     */
    public record Running(
            String jobId,
            String type,
            String queue,
            @Nullable String tenant,
            int attempt,
            Instant since) {
        public Running {
            jobId = shortened(jobId);
            type = shortened(type);
            queue = shortened(queue);
            tenant = tenant == null ? null : shortened(tenant);
            Objects.requireNonNull(since);
        }
    }

    public WorkerReport {
        instance = shortened(instance);
        host = shortened(host);
        version = shortened(version);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(at);
        Objects.requireNonNull(state);
        queues = List.copyOf(queues);
        running = List.copyOf(running.subList(0, Math.min(MOST_RUNNING, running.size())));
    }

    /** Producers write ids, types and tenants as long as they like. */
    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    /** As it is sent: JSON, UTF-8. */
    public byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be written as JSON", e);
        }
    }

    /**
     * Reads what was sent. Fields that a later version adds are ignored.
     *
     * @throws IOException if it is no such report, or leaves out what every report has
     */
    public static WorkerReport read(byte[] json) throws IOException {
        try {
            return Objects.requireNonNull(JSON.readValue(json, WorkerReport.class));
        } catch (RuntimeException e) {
            throw new IOException("expected a report of a worker", e);
        }
    }
}
