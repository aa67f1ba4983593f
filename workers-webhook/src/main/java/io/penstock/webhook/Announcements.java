package io.penstock.webhook;

import io.penstock.Job;
import io.penstock.spi.EventStream;
import io.penstock.spi.HandlerEvent;
import io.penstock.spi.JobContext;
import io.penstock.spi.http.OutboundHttpException;
import io.penstock.webhook.Attempt.Reply;
import io.penstock.webhook.endpoint.Caller;
import io.penstock.webhook.endpoint.EndpointDirectory;
import io.penstock.webhook.endpoint.Health;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the world hears of deliveries beside the ends of jobs. Thread-safe. */
final class Announcements {
    private final EventStream events;

    Announcements(EventStream events) {
        this.events = events;
    }

    /** Tells of one call; the job is settled once that is durable. */
    void attempted(JobContext context, Caller caller, Attempt attempt) {
        if (events.isHeard()) {
            Job job = context.job();
            String id = job.attempt() + ":" + attempt.at().toEpochMilli() + ":attempt";
            context.settleAfter(events.tell(
                    HandlerEvent.about(job, id, "webhook.attempt", attempt.at(), data(job, caller, attempt))));
        }
    }

    private static Map<String, ?> data(Job job, Caller caller, Attempt attempt) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("job_id", job.id());
        data.put("attempt", job.attempt());
        data.put("endpoint", caller.endpoint());
        data.put("origin", attempt.origin());
        data.put("at", attempt.at().toString());
        data.put("duration_ms", attempt.took().toMillis());
        Reply reply = attempt.reply();
        if (reply != null) {
            data.put("status", reply.status());
            data.put("address", reply.address());
            data.put("response", reply.excerpt());
        }
        OutboundHttpException failure = attempt.failure();
        if (failure != null) {
            data.put("error", failure.reason().name().toLowerCase(Locale.ROOT));
            data.put("message", failure.getMessage());
        }
        return data;
    }

    /** Tells that an endpoint is disabled; the job is settled once that is durable. */
    void disabled(JobContext context, Caller caller, Health health) {
        Job job = context.job();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("endpoint", caller.endpoint());
        data.put("tenant", caller.tenant().isEmpty() ? null : caller.tenant());
        data.put("reason", health.disabledBecause());
        data.put("failing_since", Instant.ofEpochMilli(health.failingSince()).toString());
        data.put("failures", health.failures());
        data.put("last_error", health.lastError());
        data.put("job_id", job.id());
        context.settleAfter(events.tell(new HandlerEvent(
                EndpointDirectory.eventKey(caller.tenant(), caller.endpoint()) + ":" + health.disabledAt()
                        + ":disabled",
                "endpoint.disabled",
                job.queue(),
                caller.endpoint(),
                Instant.ofEpochMilli(health.disabledAt()),
                job.tenant(),
                job.traceparent(),
                data)));
    }
}
