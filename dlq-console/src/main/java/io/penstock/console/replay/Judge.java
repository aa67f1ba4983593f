package io.penstock.console.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says whether a replay goes on, waits or stops. Pure. */
final class Judge {
    /** Of fewer outcomes no percentage is taken. */
    static final int FEWEST = 10;

    /** So many times as long as was asked for, a canary is waited for whose jobs are being tried again. */
    static final int LONGER = 10;

    private static final int WHOLE = 100;

    private Judge() {}

    /** What a replay is judged by. */
    record Case(ReplaySettings settings, Counts counts, Canary canary, Past past) {}

    /**
     * How far the canary is.
     *
     * @param over    it need not be waited for any more
     * @param until   when the wait for it ends, null as long as not all of it was published
     * @param retries what its jobs have told of themselves
     */
    record Canary(boolean over, @Nullable Instant until, Retries retries) {}

    /**
     * Jobs without an outcome that have failed and are tried again.
     *
     * @param jobs how many
     * @param last when the last of them is tried again, null if there are none
     */
    record Retries(int jobs, @Nullable Instant last) {
        static final Retries NONE = new Retries(0, null);
    }

    /** Outcomes that do not count any more. */
    record Past(int failed, int known) {}

    /** What is to be done. */
    sealed interface Judgement {
        /** Publish, this many at most. */
        record GoOn(int limit) implements Judgement {}

        /** The last of the canary was published just now. */
        record CanaryIsOut() implements Judgement {}

        /** The canary has told what it can. */
        record CanaryIsOver() implements Judgement {}

        /** Nothing is to be published for a while. */
        record Wait(String why) implements Judgement {}

        /** Stop, until somebody says otherwise. */
        record Stop(String why) implements Judgement {}
    }

    static Judgement judge(Case now, Instant at) {
        if (now.settings().canary() > 0 && !now.canary().over()) {
            return canary(now, at);
        }
        Integer limit = now.settings().stopAbove();
        int failed = now.counts().failed() - now.past().failed();
        int known =
                (now.settings().byEvents() ? now.counts().known() : now.counts().sent())
                        - now.past().known();
        if (limit != null && known >= FEWEST && isAbove(failed, known, limit)) {
            return new Judgement.Stop("stopped by itself: " + failed + " of " + known
                    + (now.settings().byEvents() ? " that have an outcome" : " published") + " failed, more than "
                    + limit + " %");
        }
        return new Judgement.GoOn(Integer.MAX_VALUE);
    }

    private static Judgement canary(Case now, Instant at) {
        Counts counts = now.counts();
        int sent = counts.sent();
        int underWay = counts.in(ItemState.PUBLISHING);
        if (sent + underWay < now.settings().canary()) {
            return new Judgement.GoOn(now.settings().canary() - sent - underWay);
        }
        if (underWay > 0) {
            return new Judgement.Wait("waiting for the broker: " + underWay + " of the canary may not be there yet");
        }
        int limit = now.settings().canaryStopsAbove();
        if (isAbove(counts.failed(), sent, limit)) {
            return new Judgement.Stop("stopped by itself: " + counts.failed() + " of " + sent
                    + " of the canary failed, more than " + limit + " %");
        }
        if (counts.known() >= sent) {
            return new Judgement.CanaryIsOver();
        }
        if (now.canary().until() == null) {
            return new Judgement.CanaryIsOut();
        }
        Instant until = until(now.canary().until(), now);
        return at.isBefore(until) ? waiting(now, sent, until) : timedOut(now, sent);
    }

    /** Each retry that is told of makes the wait begin anew when that is due, up to {@link #LONGER} waits in all. */
    private static Instant until(Instant asked, Case now) {
        Instant last = now.canary().retries().last();
        if (last == null) {
            return asked;
        }
        long wait = now.settings().canaryWait();
        Instant anew = last.plusSeconds(wait);
        Instant latest = asked.plusSeconds((LONGER - 1) * wait);
        return anew.isBefore(asked) ? asked : anew.isBefore(latest) ? anew : latest;
    }

    private static Judgement waiting(Case now, int sent, Instant until) {
        return new Judgement.Wait(
                now.settings().byEvents()
                        ? "waiting for the canary: " + now.counts().known() + " of " + sent + " have an outcome"
                                + retries(now)
                        : "waiting until " + until + " for those of the canary that die again");
    }

    private static String retries(Case now) {
        int jobs = now.canary().retries().jobs();
        return jobs == 0 ? "" : "; " + jobs + " failed and will be tried again";
    }

    /** Where only failures are told, silence is the best that can be heard. */
    private static Judgement timedOut(Case now, int sent) {
        return now.settings().byEvents()
                ? new Judgement.Stop("stopped by itself: "
                        + (sent - now.counts().known()) + " of " + sent + " of the canary have no outcome after "
                        + now.settings().canaryWait() + (now.canary().retries().jobs() == 0 ? " s" : " s or more")
                        + retries(now))
                : new Judgement.CanaryIsOver();
    }

    private static boolean isAbove(int failed, int of, int percent) {
        return (long) failed * WHOLE > (long) percent * of;
    }
}
