package io.penstock.webhook;

import io.penstock.Job;
import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.spi.HandlerContext;
import io.penstock.spi.JobContext;
import io.penstock.webhook.DeliveryRules.Consequence;
import io.penstock.webhook.endpoint.Admission;
import io.penstock.webhook.endpoint.CallResult;
import io.penstock.webhook.endpoint.Caller;
import io.penstock.webhook.endpoint.Endpoints;
import io.penstock.webhook.endpoint.Health;
import io.penstock.webhook.endpoint.Turns;
import io.penstock.webhook.signing.SignedHeaders;
import io.penstock.webhook.signing.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a message: take a turn, call, draw the consequences. Thread-safe. */
final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final Duration SHORTEST_SNOOZE = Duration.ofSeconds(1);

    private final Turns turns;
    private final Sender sender;
    private final Announcements announcements;
    private final InstantSource clock;

    private Delivery(Turns turns, Sender sender, Announcements announcements, InstantSource clock) {
        this.turns = turns;
        this.sender = sender;
        this.announcements = announcements;
        this.clock = clock;
    }

    static Delivery in(HandlerContext context, InstantSource clock) {
        Endpoints endpoints = new Endpoints(context.state(), clock, WebhookSettings.limits(context));
        return new Delivery(
                new Turns(endpoints, context.state(), clock),
                new Sender(context.http(), context.get(WebhookSettings.TIMEOUT)),
                new Announcements(context.events()),
                clock);
    }

    Outcome deliver(WebhookPayload payload, Message message, List<SigningKey> keys, JobContext context)
            throws InterruptedException {
        String endpoint = payload.namedEndpoint().orElseGet(() -> Origin.of(payload.url()));
        Caller caller = Caller.of(context.job(), context.receivedAt(), endpoint, payload.ordered());
        return switch (turns.take(caller)) {
            case Admission.Granted granted -> call(payload, message, keys, new Call(context, caller));
            case Admission.Later later -> Outcome.snoozed(atLeastASecond(later.delay()), later.reason());
            case Admission.Disabled disabled -> {
                turns.leave(caller);
                yield disabled(caller, disabled.because());
            }
        };
    }

    /** A job that has its turn. */
    private record Call(JobContext context, Caller caller) {}

    private static Duration atLeastASecond(Duration delay) {
        return delay.compareTo(SHORTEST_SNOOZE) < 0 ? SHORTEST_SNOOZE : delay;
    }

    private static Outcome disabled(Caller caller, String because) {
        return Outcome.rejected(
                DeliveryRules.ENDPOINT_DISABLED,
                JobError.of(
                        "io.penstock.webhook.EndpointDisabled",
                        "endpoint " + caller.endpoint() + " is disabled: " + because
                                + "; once it works again, enable it and replay this job"));
    }

    private Outcome call(WebhookPayload payload, Message message, List<SigningKey> keys, Call call)
            throws InterruptedException {
        Job job = call.context().job();
        boolean finished = false;
        try {
            Instant now = clock.instant();
            Attempt attempt =
                    sender.send(payload, message, SignedHeaders.of(keys, job.id(), now, message.bytes()), now);
            if (unanswered(attempt) && (Thread.interrupted() || call.context().cancelled())) {
                throw new InterruptedException("cancelled before the endpoint had answered");
            }
            announcements.attempted(call.context(), call.caller(), attempt);
            Consequence consequence = DeliveryRules.of(attempt, job.attempt(), ThreadLocalRandom.current());
            finished = true;
            finish(call, consequence);
            return consequence.outcome();
        } finally {
            if (!finished) {
                turns.finish(call.caller(), new CallResult.NotCalled());
            }
        }
    }

    private static boolean unanswered(Attempt attempt) {
        return attempt.reply() == null;
    }

    private void finish(Call call, Consequence consequence) {
        Caller caller = call.caller();
        Optional<Health> disabled = turns.finish(caller, consequence.result());
        disabled.ifPresent(health -> {
            log.error(
                    "endpoint {} of tenant {} is disabled: {}; its deliveries are dead-lettered until it is enabled",
                    caller.endpoint(),
                    caller.tenant(),
                    health.disabledBecause());
            announcements.disabled(call.context(), caller, health);
        });
        switch (consequence.outcome()) {
            case Outcome.Done done -> turns.leave(caller);
            case Outcome.Rejected rejected -> turns.leave(caller);
            case Outcome.Snoozed snoozed -> turns.hold(caller, snoozed.delay());
            case Outcome.Failed failed -> failed(call.context().job(), caller, failed);
        }
    }

    private void failed(Job job, Caller caller, Outcome.Failed failed) {
        Duration retryAfter = failed.retryAfter();
        if (job.attempt() >= job.maxAttempts() || retryAfter == null) {
            turns.leave(caller);
        } else {
            turns.hold(caller, retryAfter);
        }
    }
}
