package io.penstock.internal.job;

import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.internal.config.QueueConfig;
import io.penstock.internal.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One job's journey: decode, claim, execute, decide, settle. One instance per queue and lane; thread-safe.
 */
final class JobProcessor implements DeliveryProcessor {
    private static final Logger log = LoggerFactory.getLogger("io.penstock.job");
    /** A little more than the ledger can be asked about in the calls that are under way at once. */
    private static final int MOST_AHEAD = 500;

    private final QueueConfig queue;
    private final Lane lane;
    private final JobDecoder decoder;
    private final Ledger ledger;
    private final JobExecutor executor;
    private final Settlement settlement;
    private final JobMetrics metrics;
    private final Permits permits;

    JobProcessor(QueueConfig queue, boolean suspects, JobDecoder decoder, JobRuntime.Parts parts) {
        this.queue = queue;
        this.lane = new Lane(queue.name(), suspects);
        this.decoder = decoder;
        this.ledger = parts.ledger();
        this.executor = parts.executor();
        this.settlement = parts.settlement();
        this.metrics = parts.metrics();
        this.permits = suspects ? new Permits(1, 1) : new Permits(queue.concurrency(), mostAtOnce(queue, ledger));
    }

    /** While Redis is asked about jobs, others run. */
    private static int mostAtOnce(QueueConfig queue, Ledger ledger) {
        int running = queue.concurrency();
        return ledger.isShared() ? Math.min(queue.prefetch(), running + Math.max(running, MOST_AHEAD)) : running;
    }

    /** How many deliveries to begin with before one of them is released, at the moment. */
    int wanted() {
        return permits.wanted();
    }

    @Override
    public CompletionStage<Runnable> begin(Delivery delivery, Settler settler) {
        Envelope envelope = new Envelope(delivery, lane);
        Verdict early = envelope.belongsInQuarantine()
                ? new Verdict.Quarantine()
                : VerdictRules.onArrival(lane.suspects(), envelope.deliveryCount(), envelope.acquiredCount());
        if (early != null) {
            return toSettle(envelope, early, settler);
        }
        return switch (decoder.decode(envelope, queue)) {
            case Decoded.Ready<?> call -> claim(call, Attempt.of(envelope, call.job()), settler);
            case Decoded.Anonymous anonymous ->
                toSettle(envelope, new Verdict.Identify(UUID.randomUUID().toString()), settler);
            case Decoded.Malformed malformed -> toSettle(envelope, VerdictRules.malformed(malformed.error()), settler);
            case Decoded.UnknownType unknown -> toSettle(envelope, VerdictRules.unknownType(unknown.error()), settler);
        };
    }

    /** While the ledger is asked no thread waits for it. */
    private CompletionStage<Runnable> claim(Decoded.Ready<?> call, Attempt attempt, Settler settler) {
        Job job = call.job();
        Verdict notNow = VerdictRules.onSchedule(job, call.runAt(), call.expiresAt(), Instant.now());
        if (notNow != null) {
            return CompletableFuture.completedStage(named(job, () -> settlement.settle(attempt, notNow, settler)));
        }
        return ledger.claim(job).thenApply(claim -> named(job, () -> run(claim, call, attempt, settler)));
    }

    /** Whatever is logged on the way names the job. */
    private static Runnable named(Job job, Runnable rest) {
        return () -> {
            describe(job);
            rest.run();
        };
    }

    private void run(Ledger.Claim claim, Decoded.Ready<?> call, Attempt attempt, Settler settler) {
        switch (claim) {
            case Ledger.Claim.New ours -> executeInTurn(call, attempt.ours(ours.job()), settler);
            case Ledger.Claim.Done done -> settlement.settle(attempt, new Verdict.Repeat(done.untold()), settler);
            case Ledger.Claim.Held held ->
                settlement.settle(attempt, VerdictRules.held(call.job(), held.left()), settler);
            case Ledger.Claim.Unknown unknown ->
                settlement.settle(attempt, VerdictRules.unclaimed(call.job()), settler);
        }
    }

    private void executeInTurn(Decoded.Ready<?> call, Attempt attempt, Settler settler) {
        Permits.Permit permit = permits.take();
        if (permit == null) {
            settlement.settle(attempt, new Verdict.HandBack(), settler);
            return;
        }
        try {
            if (attempt.claim().isStillOurs()) {
                execute(call, attempt, permit, settler);
            } else {
                settlement.settle(
                        attempt, VerdictRules.overtaken(attempt.envelope().attempt()), settler);
            }
        } finally {
            permit.giveBack();
        }
    }

    private void execute(Decoded.Ready<?> call, Attempt ours, Permits.Permit permit, Settler settler) {
        Instant now = Instant.now();
        Attempt attempt = ours.started(now);
        metrics.waited(queue.name(), Duration.between(call.job().enqueuedAt(), now));
        Execution.Times times = new Execution.Times(attempt.delivery().receivedAt(), now, queue.timeout());
        Execution execution = new Execution(call.job(), ours.claim().token(), times, end -> {
            conclude(attempt, end, permit, settler);
        });
        ours.claim().whenLost(execution::overtaken);
        executor.execute(call, execution);
    }

    /** Whatever goes wrong here, the claim and the slot are free afterwards and the broker has the job. */
    private void conclude(Attempt attempt, Execution.End end, Permits.Permit permit, Settler settler) {
        try {
            switch (end) {
                case Execution.End.Stopped stopped -> settlement.settle(attempt, new Verdict.HandBack(), settler);
                case Execution.End.Returned returned ->
                    settlement.settle(attempt, decide(attempt, returned.outcome()), settler);
                case Execution.End.Untold untold -> untold(attempt, untold.why(), settler);
            }
        } catch (RuntimeException | Error e) {
            log.error("{} could not be settled and goes back to its queue", attempt.describe(), e);
            settlement.giveBack(attempt, settler);
        } finally {
            permit.giveBack();
            attempt.delivery().release();
        }
    }

    private Verdict decide(Attempt attempt, Outcome outcome) {
        return VerdictRules.decide(
                Objects.requireNonNull(attempt.job()), outcome, queue.retry(), ThreadLocalRandom.current());
    }

    private void untold(Attempt attempt, Throwable why, Settler settler) {
        log.warn(
                "{} goes back to its queue, as what it had to tell could not be stored: {}",
                attempt.describe(),
                why.toString());
        settlement.giveBack(attempt, settler);
    }

    /** How many jobs are running. */
    int running() {
        return permits.taken();
    }

    @Override
    public void drain() {
        permits.close();
    }

    @Override
    public void resume() {
        permits.open();
    }

    @Override
    public void handBack(Delivery delivery, Settler settler) {
        settle(new Envelope(delivery, lane), new Verdict.HandBack(), settler);
    }

    private CompletionStage<Runnable> toSettle(Envelope envelope, Verdict verdict, Settler settler) {
        return CompletableFuture.completedStage(() -> settle(envelope, verdict, settler));
    }

    private void settle(Envelope envelope, Verdict verdict, Settler settler) {
        settlement.settle(Attempt.of(envelope, typeOf(envelope)), verdict, settler);
    }

    private String typeOf(Envelope envelope) {
        String defaultType = queue.defaultType();
        return envelope.type().isEmpty() && defaultType != null ? defaultType : envelope.type();
    }

    /** On a thread that has done nothing else. */
    private static void describe(Job job) {
        MDC.put("job", job.id());
        MDC.put("type", job.type());
        MDC.put("queue", job.queue());
        MDC.put("attempt", Integer.toString(job.attempt()));
        if (job.tenant() != null) {
            MDC.put("tenant", job.tenant());
        }
    }
}
