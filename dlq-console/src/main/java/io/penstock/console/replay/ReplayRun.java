package io.penstock.console.replay;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replay being run: claim ─▶ publish ─▶ mark, again and again. An item is claimed in the database before it is
 * published and marked when the broker has it; one that was claimed and not marked, as a process died in between, is
 * published once more. So none is lost, and the ledger sees to it that none runs twice.
 */
final class ReplayRun {
    private static final Logger log = LoggerFactory.getLogger(ReplayRun.class);
    private static final long MOST_BYTES = 8L * 1024 * 1024;
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final int MOST_COMPLAINTS = 5;

    private final ReplayWork work;
    private final Sending sending;
    private final Replay.Kind kind;
    private final Pauses pauses;
    private final Clock clock;
    private final Pace pace = new Pace();
    private boolean uncertain = true;
    private long judgedAt = System.nanoTime() - Duration.ofDays(1).toNanos();
    private @Nullable String said;

    ReplayRun(ReplayWork work, Sending sending, Replay.Kind kind, Pauses pauses, Clock clock) {
        this.work = work;
        this.sending = sending;
        this.kind = kind;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** Runs until there is nothing left to do here; while the database is away, waits. */
    void run() {
        log.info("replay {} runs here", work.id());
        while (!pauses.isOver()) {
            try {
                if (!step()) {
                    return;
                }
            } catch (JdbiException e) {
                log.warn("replay {} waits for the database: {}", work.id(), e.getMessage());
                pauses.pause(LATER);
            }
        }
    }

    /** False if there is nothing more to do here. */
    private boolean step() {
        Lease.View view = work.look();
        if (view == null) {
            log.info("replay {} is run by another process by now", work.id());
            return false;
        }
        if (uncertain) {
            finishWhatIsUnderWay();
            return true;
        }
        return switch (view.state()) {
            case RUNNING -> goOn(view);
            case CANCELLING -> giveBack();
            case PLANNING, PLANNED, PAUSED, STOPPED, CANCELLED, DONE -> false;
        };
    }

    private boolean giveBack() {
        boolean more = work.giveBack();
        if (!more) {
            work.end(ReplayState.CANCELLING, ReplayState.CANCELLED);
            log.info("replay {} is cancelled", work.id());
        }
        return more;
    }

    private boolean goOn(Lease.View view) {
        if (view.reservedTo() < Long.MAX_VALUE) {
            work.reserve();
            return true;
        }
        boolean canary = view.settings().canary() > 0 && !view.canary().over();
        if (!canary && System.nanoTime() - judgedAt < LATER.toNanos()) {
            return publish(view, Integer.MAX_VALUE);
        }
        judgedAt = System.nanoTime();
        Counts counts = work.counts();
        if (counts.left() == 0) {
            work.end(ReplayState.RUNNING, ReplayState.DONE);
            log.info("replay {} has published all it could", work.id());
            return false;
        }
        return follow(
                view,
                Judge.judge(new Judge.Case(view.settings(), counts, view.canary(), view.past()), clock.instant()));
    }

    private boolean follow(Lease.View view, Judge.Judgement judgement) {
        switch (judgement) {
            case Judge.Judgement.GoOn on -> {
                return publish(view, on.limit());
            }
            case Judge.Judgement.CanaryIsOut out ->
                work.canaryIsOut(Duration.ofSeconds(view.settings().canaryWait()));
            case Judge.Judgement.CanaryIsOver over -> work.canaryIsOver();
            case Judge.Judgement.Wait wait -> {
                say(wait.why());
                pauses.pause(SOON);
            }
            case Judge.Judgement.Stop stop -> {
                work.stop(stop.why());
                log.warn("replay {} {}", work.id(), stop.why());
            }
        }
        return true;
    }

    private boolean publish(Lease.View view, int limit) {
        int rate = view.settings().rate();
        List<ReplayWork.Claimed> items = work.claim(Math.min(limit, Pace.batch(rate)), MOST_BYTES);
        if (items.isEmpty()) {
            // all are out, or somebody has paused it: the next steps look at everything
            judgedAt -= LATER.toNanos();
            uncertain = true;
            return true;
        }
        Sending.Sent sent = sending.send(work.id(), kind, items);
        mark(sent.answers());
        uncertain = !sent.uncertain().isEmpty();
        if (sent.why() == null) {
            say(null);
            pauses.pause(pace.after(items.size(), rate));
        } else {
            say("waiting for the broker: " + sent.why());
            pauses.pause(LATER);
        }
        return true;
    }

    /** What is published must not be forgotten because the database is away for a while: that would publish it again. */
    private void mark(ReplayWork.Answers answers) {
        while (true) {
            try {
                work.mark(answers, kind.afterwards());
                return;
            } catch (JdbiException e) {
                log.warn("replay {}: what was published cannot be marked yet: {}", work.id(), e.getMessage());
                if (pauses.isOver()) {
                    throw e;
                }
                pauses.pause(LATER);
            }
        }
    }

    /**
     * Publishes again what was claimed and never marked, until the broker has answered for all of it. One at a time, so that
     * a message for which the broker closes the channel, or which closes the connection when it is returned, is found alone
     * and does not keep back the others for ever.
     */
    private void finishWhatIsUnderWay() {
        int complaints = 0;
        while (!pauses.isOver()) {
            List<ReplayWork.Claimed> first = work.underWay(1, MOST_BYTES);
            if (first.isEmpty()) {
                uncertain = false;
                return;
            }
            Sending.Sent sent = sending.send(work.id(), kind, first);
            // one of which a copy may be out is not taken back
            mark(new ReplayWork.Answers(
                    sent.answers().published(), sent.answers().returned(), List.of()));
            complaints = sent.uncertain().isEmpty() || !sending.reachesBroker() ? 0 : complaints + 1;
            if (complaints == MOST_COMPLAINTS) {
                mark(new ReplayWork.Answers(
                        List.of(),
                        List.of(new ReplayWork.Returned(first.getFirst(), "refused", String.valueOf(sent.why()))),
                        List.of()));
                complaints = 0;
            } else if (sent.why() != null) {
                say("waiting for the broker: " + sent.why());
                pauses.pause(LATER);
            }
        }
    }

    private void say(@Nullable String why) {
        if (!Objects.equals(why, said)) {
            work.say(why == null || why.length() <= 500 ? why : why.substring(0, 500));
            said = why;
        }
    }
}
