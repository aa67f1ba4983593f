package io.penstock.torture.verdict;

import io.penstock.torture.evidence.Event;
import io.penstock.torture.evidence.Event.End;
import io.penstock.torture.evidence.Evidence;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.plan.PlannedJob;
import io.penstock.torture.recorder.Entry;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Judges one job after the other. For one thread. */
final class JobVerdict {
    private final Evidence evidence;
    private final Attribution attribution;
    private final Tally tally;

    JobVerdict(Evidence evidence, Attribution attribution, Tally tally) {
        this.evidence = evidence;
        this.attribution = attribution;
        this.tally = tally;
    }

    /** A job that was not confirmed need not exist; if it does, all that holds for others holds for it. */
    void judge(PlannedJob job, History history) {
        boolean confirmed = evidence.sends().confirmed().get(job.number());
        boolean sent = evidence.sends().sent().get(job.number());
        if (confirmed) {
            tally.count(Tally.CONFIRMED);
        } else if (sent) {
            tally.count(Tally.MAYBE);
        }
        if (!confirmed && history.isSeen()) {
            tally.count(Tally.MAYBE_SEEN);
            if (!sent) {
                tally.found(Finding.STRANGER, JobPlan.id(job.number()));
            }
        }
        if (confirmed || history.isSeen()) {
            judgeEnd(job, history);
            judgeEffects(job, history);
            judgeEvents(job, history);
            judgeNotifications(job, history);
        }
    }

    private void judgeEnd(PlannedJob job, History history) {
        String expected = job.kind().deadReason();
        boolean done = isDone(history);
        Set<String> reasons = new HashSet<>(history.deadReasons);
        if (done && expected == null) {
            tally.count(Tally.DONE);
        } else if (done) {
            tally.found(Finding.DONE_THOUGH_DEAD, name(job));
        }
        if (expected != null && reasons.contains(expected)) {
            tally.count(Tally.DEAD);
        }
        if (!done && reasons.isEmpty()) {
            tally.found(Finding.LOST, name(job));
        }
        reasons.stream()
                .filter(reason -> !reason.equals(expected))
                .forEach(reason -> tally.found(Finding.WRONG_REASON, name(job) + " " + reason));
    }

    private boolean isDone(History history) {
        return evidence.recorded() ? !history.effects.isEmpty() : history.isTold(End.COMPLETED);
    }

    private void judgeEffects(PlannedJob job, History history) {
        tally.count(Tally.REFUSED, history.refused.size());
        Set<Long> tokens = new HashSet<>();
        for (int n = 0; n < history.effects.size(); n++) {
            Entry effect = history.effects.get(n);
            if (effect.token() == 0) {
                tally.count(Tally.UNFENCED);
            } else if (!tokens.add(effect.token())) {
                tally.found(Finding.TOKEN_TWICE, name(job) + " token " + effect.token());
            }
            if (effect.at() < effect.due()) {
                tally.found(Finding.EARLY, name(job) + " by " + (effect.due() - effect.at()) + " ms");
            }
            if (n > 0) {
                judgeRepetition(job, history, effect);
            }
        }
    }

    private void judgeRepetition(PlannedJob job, History history, Entry effect) {
        tally.count(Tally.REPEATED);
        cause(job, history, effect.at())
                .ifPresentOrElse(
                        tally::repeatedAfter, () -> tally.found(Finding.REPEATED, name(job) + " at " + effect.at()));
    }

    private Optional<String> cause(PlannedJob job, History history, long until) {
        return attribution.cause(
                history.firstBegun(),
                until,
                history.workersUntil(until),
                evidence.sends().again().get(job.number()));
    }

    private void judgeEvents(PlannedJob job, History history) {
        String reason = job.kind().deadReason();
        End expected = reason == null ? End.COMPLETED : End.FAILED;
        if (!history.isTold(expected)) {
            tally.found(Finding.EVENT_MISSING, name(job));
        }
        history.ends.stream()
                .filter(event -> event.end() != expected || !Objects.equals(event.reason(), reason))
                .forEach(event -> tally.found(Finding.TOLD_WRONG, event.id() + " " + event.reason()));
        Set<String> ids = history.idsOfEnds();
        tally.count(Tally.DOUBLE_EVENTS, history.ends.size() - ids.size());
        if (ids.size() > 1) {
            judgeOtherIds(job, history);
        }
    }

    /** A second copy of a job at another attempt ends under another id; it needs the same excuse as its effect. */
    private void judgeOtherIds(PlannedJob job, History history) {
        tally.count(Tally.TOLD_TWICE);
        long last = history.ends.stream().mapToLong(Event::at).max().orElseThrow();
        boolean knownToRun = !history.begun.isEmpty() || !history.effects.isEmpty();
        if (knownToRun && cause(job, history, last).isEmpty()) {
            tally.found(Finding.TOLD_TWICE, String.join(" ", history.idsOfEnds()));
        }
    }

    private void judgeNotifications(PlannedJob job, History history) {
        if (job.user() == null) {
            return;
        }
        int told = history.notifications.size();
        tally.count(Tally.NOTIFICATIONS, told);
        if (told > 1) {
            tally.count(Tally.NOTIFICATIONS_AGAIN, told - 1);
        }
        if (told == 0 && !history.ends.isEmpty()) {
            long last = history.ends.stream().mapToLong(Event::at).max().orElseThrow();
            if (attribution.mayBeLostWithRedis(last)) {
                tally.count(Tally.NOTIFICATIONS_LOST);
            } else {
                tally.found(Finding.NOTIFICATION_MISSING, name(job));
            }
        }
    }

    private static String name(PlannedJob job) {
        return JobPlan.id(job.number()) + " (" + job.kind().name().toLowerCase(java.util.Locale.ROOT) + ")";
    }
}
