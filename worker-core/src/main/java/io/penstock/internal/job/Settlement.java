package io.penstock.internal.job;

import io.penstock.Job;
import io.penstock.JobError;
import io.penstock.internal.amqp.Message;
import io.penstock.internal.config.Redactor;
import io.penstock.internal.event.JobEvent;
import io.penstock.internal.event.Outbox;
import io.penstock.internal.ledger.ClaimedJob;
import io.penstock.internal.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each verdict means: which event is told, which copy replaces the delivery. Thread-safe; never blocks. */
final class Settlement {
    private static final Logger log = LoggerFactory.getLogger("io.penstock.job");
    private static final CompletionStage<Void> TOLD = CompletableFuture.completedStage(null);

    private final Copies copies;
    private final JobEvents events;
    private final Outbox outbox;
    private final Ledger ledger;
    private final JobMetrics metrics;
    private final Redactor redactor;

    Settlement(Redactor redactor, String worker, Outbox outbox, Ledger ledger, JobMetrics metrics) {
        this.copies = new Copies(redactor, worker);
        this.events = new JobEvents(redactor, worker);
        this.outbox = outbox;
        this.ledger = ledger;
        this.metrics = metrics;
        this.redactor = redactor;
    }

    void settle(Attempt attempt, Verdict verdict, Settler settler) {
        Instant now = Instant.now();
        switch (verdict) {
            case Verdict.Complete complete -> complete(attempt, complete, settler, now);
            case Verdict.Repeat repeat -> repeat(attempt, repeat, settler);
            case Verdict.RetryAfter retry -> ifStillOurs(attempt, settler, () -> retry(attempt, retry, settler, now));
            case Verdict.DeadLetter dead ->
                ifStillOurs(attempt, settler, () -> deadLetter(attempt, dead, settler, now));
            case Verdict.HandBack handBack -> ifStillOurs(attempt, settler, () -> handBack(attempt, settler));
            case Verdict.Quarantine quarantine -> quarantine(attempt, settler);
            case Verdict.Identify identify ->
                settler.replaceInPlace(attempt.delivery(), copies.again(attempt.envelope(), identify.id()));
        }
    }

    private void complete(Attempt attempt, Verdict.Complete verdict, Settler settler, Instant now) {
        Job job = Objects.requireNonNull(attempt.job());
        Instant startedAt = Objects.requireNonNull(attempt.startedAt());
        JobEvent event = outbox.wants(JobEvent.Kind.COMPLETED, job.user())
                ? events.completed(attempt.envelope(), job.type(), verdict.result(), startedAt, now)
                : null;
        ClaimedJob claimed = attempt.claim();
        ifOurs(claimed.effectDone(event), attempt, settler, () -> {
            CompletionStage<Void> durable = tell(event, claimed::told);
            settler.ackAfter(durable, attempt.delivery());
            ended(attempt, "completed", now);
            log.debug("{} completed at attempt {}", attempt.describe(), job.attempt());
            durable.thenRun(() -> metrics.settled(Duration.between(now, Instant.now())));
        });
    }

    private CompletionStage<Void> tell(@Nullable JobEvent event, Runnable told) {
        return event == null ? TOLD : outbox.emit(event).thenRun(told);
    }

    private void repeat(Attempt attempt, Verdict.Repeat verdict, Settler settler) {
        log.info("{} was done before and is not run again", attempt.describe());
        Job job = Objects.requireNonNull(attempt.job());
        settler.ackAfter(tell(verdict.untold(), () -> ledger.told(job)), attempt.delivery());
        ended(attempt, "repeated", Instant.now());
    }

    /** What is decided about a job that was claimed here counts only if nobody else has taken the job over meanwhile. */
    private void ifStillOurs(Attempt attempt, Settler settler, Runnable decided) {
        ClaimedJob claimed = attempt.claimed();
        if (claimed == null) {
            decided.run();
        } else {
            ifOurs(claimed.release(), attempt, settler, decided);
        }
    }

    /** Nobody waits for what happens here, so whatever goes wrong must end with an answer to the broker. */
    private void ifOurs(CompletionStage<Boolean> claim, Attempt attempt, Settler settler, Runnable decided) {
        var unused = claim.handle((ours, failure) -> {
            try {
                if (failure != null || ours) {
                    decided.run();
                } else {
                    overtaken(attempt, settler);
                }
            } catch (RuntimeException | Error e) {
                log.error("{} could not be settled and goes back to its queue", attempt.describe(), e);
                settler.requeue(attempt.delivery());
            }
            return null;
        });
    }

    private void overtaken(Attempt attempt, Settler settler) {
        log.warn(
                "{} was taken over by another worker while it ran here; nothing is told of it, and it comes back later",
                attempt.describe());
        Verdict.RetryAfter later = VerdictRules.overtaken(attempt.envelope().attempt());
        ended(attempt, "overtaken", Instant.now());
        settler.replace(attempt.delivery(), copies.later(attempt.envelope(), later.delay(), later.nextAttempt()));
    }

    private void retry(Attempt attempt, Verdict.RetryAfter verdict, Settler settler, Instant now) {
        JobError error = verdict.error();
        if (error != null) {
            log.warn(
                    "{} failed at attempt {} of {}; retrying in {} s: {}",
                    attempt.describe(),
                    attempt.envelope().attempt(),
                    attempt.job() == null ? "?" : attempt.job().maxAttempts(),
                    verdict.delay().plusNanos(999_999_999).toSeconds(),
                    redactor.mask(error.message()));
            Instant startedAt = attempt.startedAt() == null ? now : attempt.startedAt();
            outbox.tryEmit(events.retrying(attempt.envelope(), attempt.type(), error, verdict.delay(), startedAt, now));
        } else {
            log.debug("{} comes back in {}", attempt.describe(), verdict.delay());
        }
        ended(attempt, error == null ? "snoozed" : "retried", now);
        settler.replace(
                attempt.delivery(),
                attempt.startedAt() == null
                        ? copies.laterUnrun(attempt.envelope(), verdict.delay(), verdict.nextAttempt())
                        : copies.later(attempt.envelope(), verdict.delay(), verdict.nextAttempt()));
    }

    private void deadLetter(Attempt attempt, Verdict.DeadLetter verdict, Settler settler, Instant now) {
        if (!settler.isOpen()) {
            return; // the broker delivers it again, and it dies there
        }
        log.error(
                "{} is dead at attempt {} ({}) and waits in {}.dlq: {}",
                attempt.describe(),
                attempt.envelope().attempt(),
                verdict.word(),
                attempt.envelope().queue(),
                redactor.mask(verdict.error().message()));
        String reason = verdict.word();
        JobEvent event =
                events.failed(attempt.envelope(), attempt.type(), verdict.error(), reason, attempt.startedAt(), now);
        Message copy = copies.dead(attempt.envelope(), attempt.type(), verdict, now);
        outbox.emit(event).whenComplete((told, failure) -> {
            if (failure == null) {
                settler.replace(attempt.delivery(), copy);
            } else {
                settler.requeue(attempt.delivery());
            }
        });
        metrics.dead(attempt.envelope().queue(), reason);
        ended(attempt, "dead_lettered", now);
    }

    private void handBack(Attempt attempt, Settler settler) {
        metrics.handedBack(attempt.envelope().queue());
        settler.replaceOrRequeue(attempt.delivery(), copies.again(attempt.envelope(), null));
    }

    /** Puts the delivery back as it is, and the claim with it. */
    void giveBack(Attempt attempt, Settler settler) {
        ifStillOurs(attempt, settler, () -> settler.requeue(attempt.delivery()));
    }

    private void quarantine(Attempt attempt, Settler settler) {
        log.warn(
                "{} came back {} times without being settled; it moves to {}.suspects, where jobs run one at a time",
                attempt.describe(),
                Math.max(attempt.envelope().deliveryCount(), attempt.envelope().acquiredCount()),
                attempt.envelope().queue());
        metrics.suspected(attempt.envelope().queue());
        settler.replace(attempt.delivery(), copies.suspect(attempt.envelope()));
    }

    private void ended(Attempt attempt, String outcome, Instant now) {
        Instant startedAt = attempt.startedAt();
        String type = attempt.job() == null ? "unknown" : attempt.type();
        metrics.ended(
                attempt.envelope().queue(),
                type,
                outcome,
                startedAt == null ? Duration.ZERO : Duration.between(startedAt, now));
    }
}
