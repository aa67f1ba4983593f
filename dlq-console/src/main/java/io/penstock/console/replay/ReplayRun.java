package io.penstock.console.replay;

import io.penstock.console.store.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
    /** Many replays may have so much in memory at once. */
    private static final long MOST_BYTES = 2L * 1024 * 1024;

    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final String WAITING = "waiting for the broker: ";

    private final ReplayWork work;
    private final Sender sender;
    private final Replay.Kind kind;
    private final Pauses pauses;
    private final Clock clock;
    private final Pace pace = new Pace();
    private final Unanswered unanswered;
    /** Queues that are not published to for a while, as they took nothing. */
    private final Set<String> refusing = new HashSet<>();

    private long refusedAt;
    private long judgedAt = System.nanoTime() - Duration.ofDays(1).toNanos();
    private @Nullable ReplayState seen;
    /** In this state; whoever ran it before may have said anything. */
    private @Nullable String said = "";

    ReplayRun(ReplayWork work, Sender sender, Replay.Kind kind, Pauses pauses, Clock clock) {
        this.work = work;
        this.sender = sender;
        this.unanswered = new Unanswered(work, sender, kind);
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

    /**
     * One look at how the replay is, and what follows from it: whoever pauses or cancels it waits for one step at most.
     *
     * @return false if there is nothing more to do here
     */
    boolean step() {
        Lease.View view = work.course().look();
        if (view == null) {
            log.info("replay {} is run by another process by now", work.id());
            return false;
        }
        if (view.state() != seen) {
            seen = view.state();
            said = "";
        }
        return switch (view.state()) {
            case RUNNING -> unanswered.isDue() ? resolve(false) : goOn(view);
            case CANCELLING -> giveBack();
            case PLANNING, PLANNED, PAUSED, STOPPED, CANCELLED, DONE -> false;
        };
    }

    /** What was not published is given back first, as that needs no broker; what may be out waits for its answer. */
    private boolean giveBack() {
        if (work.giveBack()) {
            return true;
        }
        if (work.course().end(ReplayState.CANCELLING, ReplayState.CANCELLED)) {
            log.info("replay {} is cancelled", work.id());
            return false;
        }
        return resolve(true);
    }

    /** @param last whether there is nothing else to do meanwhile */
    private boolean resolve(boolean last) {
        switch (unanswered.next()) {
            case Unanswered.Step.Answered some -> mark(some.answers());
            case Unanswered.Step.None none -> {}
            case Unanswered.Step.Wait wait -> {
                say(WAITING + wait.why());
                if (last || unanswered.isDue()) {
                    pauses.pause(LATER);
                }
            }
        }
        return true;
    }

    private void waitForBroker(String why) {
        say(WAITING + why);
        pauses.pause(LATER);
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
            if (work.course().end(ReplayState.RUNNING, ReplayState.DONE)) {
                log.info("replay {} has published all it could", work.id());
                return false;
            }
            unanswered.expect();
            return true;
        }
        var told = new Judge.Canary(
                view.canary().over(), view.canary().until(), canary ? work.retries() : Judge.Retries.NONE);
        return follow(view, Judge.judge(new Judge.Case(view.settings(), counts, told, view.past()), clock.instant()));
    }

    private boolean follow(Lease.View view, Judge.Judgement judgement) {
        switch (judgement) {
            case Judge.Judgement.GoOn on -> {
                return publish(view, on.limit());
            }
            case Judge.Judgement.CanaryIsOut out ->
                work.course().canaryIsOut(Duration.ofSeconds(view.settings().canaryWait()));
            case Judge.Judgement.CanaryIsOver over -> work.course().canaryIsOver();
            case Judge.Judgement.Wait wait -> {
                say(wait.why());
                pauses.pause(SOON);
            }
            case Judge.Judgement.Stop stop -> {
                work.course().stop(stop.why());
                log.warn("replay {} {}", work.id(), stop.why());
            }
        }
        return true;
    }

    private boolean publish(Lease.View view, int limit) {
        String obstacle = sender.obstacle();
        if (obstacle != null) {
            waitForBroker(obstacle);
            return true;
        }
        boolean certain = false;
        try {
            certain = publish(limit, view.settings().rate());
        } finally {
            // whatever went wrong after the claim, what was claimed is not forgotten
            if (!certain) {
                unanswered.expect();
            }
        }
        return true;
    }

    /** True if nothing was claimed here that is not marked. */
    private boolean publish(int limit, int rate) {
        if (System.nanoTime() - refusedAt > LATER.toNanos()) {
            refusing.clear();
        }
        List<ReplayWork.Claimed> items = work.claim(Math.min(limit, Pace.batch(rate)), MOST_BYTES, refusing);
        if (items.isEmpty()) {
            return nothingIsLeft();
        }
        Sender.Sent sent = sender.send(work.id(), kind, items);
        mark(sent.answers());
        if (!sent.refusing().isEmpty()) {
            refusing.addAll(sent.refusing());
            refusedAt = System.nanoTime();
        }
        return publishedSome(sent, pace.after(items.size(), rate));
    }

    /** All are out, or somebody has paused it, or queues take nothing: the next steps look at everything. */
    private boolean nothingIsLeft() {
        judgedAt -= LATER.toNanos();
        boolean waits = !refusing.isEmpty() || unanswered.mayBe();
        if (waits) {
            pauses.pause(SOON);
        }
        return waits;
    }

    private boolean publishedSome(Sender.Sent sent, Duration pause) {
        boolean others = sent.why() == null || !sent.refusing().isEmpty();
        if (sent.why() != null) {
            say(WAITING + sent.why());
        } else if (refusing.isEmpty() && !unanswered.mayBe()) {
            say(null);
        }
        pauses.pause(others ? pause : LATER);
        return sent.uncertain().isEmpty();
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

    private void say(@Nullable String why) {
        if (!Objects.equals(why, said)) {
            work.course().say(why);
            said = why;
        }
    }
}
