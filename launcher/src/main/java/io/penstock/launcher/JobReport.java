package io.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.client.NewJob;
import io.penstock.launcher.watch.JobEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a job that was enqueued.
 *
 * @param job the job
 * @param outcome {@code enqueued}, {@code completed}, {@code failed}, or {@code unknown} if waiting ended first
 * @param end the event that told its end, if one did
 */
record JobReport(NewJob job, String outcome, @Nullable JobEvent end) {

    /** Nobody waited for its end. */
    static JobReport enqueued(NewJob job) {
        return new JobReport(job, "enqueued", null);
    }

    /** Somebody waited and heard of its end, or not. */
    static JobReport after(Optional<JobEvent> end, NewJob job) {
        return end.map(event ->
                        new JobReport(job, event.kind() == JobEvent.Kind.COMPLETED ? "completed" : "failed", event))
                .orElseGet(() -> new JobReport(job, "unknown", null));
    }

    boolean isCompleted() {
        return outcome.equals("completed");
    }

    void print(OutputOption output) {
        if (output.isJson()) {
            OutputOption.printJson(asJson());
        } else if (end != null) {
            System.out.println(describe(end));
        } else if (outcome.equals("enqueued")) {
            System.out.println(job.id());
        } else {
            System.err.println("no word of its end yet; the job stays enqueued. Is a worker running for queue "
                    + job.queue()
                    + ", is the queue not paused (./penstock dlq queues), and does the worker tell this Kafka,"
                    + " or broadcast (PENSTOCK_BROADCAST=true)?");
        }
    }

    private Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", job.id());
        json.put("queue", job.queue());
        json.put("outcome", outcome);
        if (end != null) {
            for (String field : List.of("attempt", "duration_ms", "result", "reason", "error")) {
                JsonNode value = end.data().path(field);
                if (!value.isMissingNode() && !value.isNull()) {
                    json.put(field, value);
                }
            }
        }
        return json;
    }

    private static String describe(JobEvent end) {
        if (end.kind() == JobEvent.Kind.COMPLETED) {
            JsonNode result = end.data().path("result");
            String shown = result.isMissingNode() || result.isNull() ? "" : ": " + result;
            return "completed at attempt %d%s".formatted(end.attempt(), shown);
        }
        return "failed at attempt %d, %s: %s".formatted(end.attempt(), end.reason(), end.error());
    }
}
