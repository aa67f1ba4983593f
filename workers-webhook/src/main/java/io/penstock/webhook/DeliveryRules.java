package io.penstock.webhook;

import io.penstock.JobError;
import io.penstock.Outcome;
import io.penstock.spi.http.OutboundHttpException;
import io.penstock.spi.http.OutboundHttpException.Reason;
import io.penstock.webhook.Attempt.Reply;
import io.penstock.webhook.endpoint.CallResult;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What follows from an attempt, for the job and for the endpoint. Pure. */
final class DeliveryRules {
    /** Reason of dead letters. */
    static final String ENDPOINT_DISABLED = "endpoint_disabled";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int GONE = 410;
    /** Jobs that an endpoint sent away together come back one after the other. */
    private static final long SPREAD_MILLIS = 5_000;

    private DeliveryRules() {}

    /** What becomes of the job, and what the endpoint is told to have done. */
    record Consequence(Outcome outcome, CallResult result) {}

    static Consequence of(Attempt attempt, int number, RandomGenerator random) {
        Reply reply = attempt.reply();
        OutboundHttpException failure = attempt.failure();
        if (reply == null || (failure != null && reply.isSuccess())) {
            return unanswered(attempt, failure == null ? Reason.BROKEN : failure.reason(), number, random);
        }
        if (reply.isSuccess()) {
            WebhookResult result =
                    new WebhookResult(reply.status(), attempt.took().toMillis(), reply.excerpt());
            return new Consequence(Outcome.done(result), new CallResult.Worked(attempt.took()));
        }
        return refused(attempt, reply, number, random);
    }

    private static Consequence unanswered(Attempt attempt, Reason reason, int number, RandomGenerator random) {
        return switch (reason) {
            case INVALID_REQUEST, BLOCKED_ADDRESS ->
                new Consequence(new Outcome.Rejected(error(reason, attempt)), new CallResult.NotCalled());
            case UNKNOWN_HOST, CONNECT_FAILED, TLS_FAILED, TIMED_OUT, TOO_LARGE, BROKEN ->
                failed(attempt, error(reason, attempt), number, random);
        };
    }

    private static Consequence refused(Attempt attempt, Reply reply, int number, RandomGenerator random) {
        if (reply.status() == GONE) {
            return new Consequence(
                    Outcome.rejected(ENDPOINT_DISABLED, error("Gone", attempt)), new CallResult.Gone(attempt.took()));
        }
        Optional<Duration> pause = reply.status() == TOO_MANY_REQUESTS || reply.status() == UNAVAILABLE
                ? RetryAfter.read(reply.retryAfter(), attempt.at().plus(attempt.took()))
                : Optional.empty();
        return pause.map(wait -> throttled(attempt, wait, random))
                .orElseGet(() -> failed(attempt, error("Status", attempt), number, random));
    }

    private static Consequence throttled(Attempt attempt, Duration pause, RandomGenerator random) {
        Duration wait = pause.plusMillis(random.nextLong(SPREAD_MILLIS));
        return new Consequence(
                Outcome.snoozed(wait, attempt.summary() + " and asked for a pause"),
                new CallResult.Throttled(attempt.took(), attempt.summary(), pause));
    }

    private static Consequence failed(Attempt attempt, JobError error, int number, RandomGenerator random) {
        return new Consequence(
                new Outcome.Failed(error, RetrySchedule.after(number, random)),
                new CallResult.Failed(attempt.took(), attempt.summary()));
    }

    private static JobError error(Reason reason, Attempt attempt) {
        return error(
                switch (reason) {
                    case INVALID_REQUEST -> "InvalidRequest";
                    case BLOCKED_ADDRESS -> "BlockedAddress";
                    case UNKNOWN_HOST -> "UnknownHost";
                    case CONNECT_FAILED -> "ConnectFailed";
                    case TLS_FAILED -> "TlsFailed";
                    case TIMED_OUT -> "TimedOut";
                    case TOO_LARGE -> "TooLarge";
                    case BROKEN -> "Broken";
                },
                attempt);
    }

    private static JobError error(String kind, Attempt attempt) {
        return JobError.of("io.penstock.webhook." + kind, attempt.summary());
    }
}
