package io.penstock.torture.verdict;

import io.penstock.torture.evidence.DeadLetter;
import io.penstock.torture.evidence.Event;
import io.penstock.torture.evidence.Event.End;
import io.penstock.torture.evidence.Evidence;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.recorder.Entry;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds what is there against what must be there. For one thread, once. */
public final class Reconciliation {
    private final Evidence evidence;
    private final History[] histories;
    private final Tally tally = new Tally();

    private Reconciliation(Evidence evidence) {
        this.evidence = evidence;
        this.histories = new History[evidence.plan().jobs()];
    }

    /** The verdict about a run. */
    public static Report of(Evidence evidence) {
        return new Reconciliation(evidence).reconcile();
    }

    private Report reconcile() {
        gather();
        Guarantee guarantee = guarantee();
        JobVerdict verdict = new JobVerdict(evidence, new Attribution(guarantee, evidence.incidents()), tally);
        for (int number = 0; number < histories.length; number++) {
            History history = histories[number];
            verdict.judge(evidence.plan().job(number), history == null ? new History() : history);
        }
        evidence.misbehaviour().forEach(what -> tally.found(Finding.MISBEHAVIOUR, what));
        return tally.report(guarantee, evidence);
    }

    private Guarantee guarantee() {
        if (!evidence.recorded()) {
            return Guarantee.UNRECORDED;
        }
        boolean fenced = evidence.entries().stream().anyMatch(entry -> entry.token() > 0);
        return fenced ? Guarantee.SHARED_LEDGER : Guarantee.PROCESS_LEDGER;
    }

    private void gather() {
        for (Entry entry : evidence.entries()) {
            with(entry.job(), history -> listFor(entry.what(), history).add(entry));
        }
        for (Event event : evidence.events()) {
            with(event.job(), history -> addIfEnd(event, history));
        }
        for (Event event : evidence.notifications()) {
            with(event.job(), history -> history.notifications.add(event));
        }
        for (DeadLetter letter : evidence.deadLetters()) {
            with(letter.job(), history -> history.deadReasons.add(letter.reason()));
        }
    }

    private static List<Entry> listFor(Entry.What what, History history) {
        return switch (what) {
            case BEGUN -> history.begun;
            case DONE -> history.effects;
            case REFUSED -> history.refused;
        };
    }

    private static void addIfEnd(Event event, History history) {
        @Nullable End end = event.end();
        if (end != null) {
            history.ends.add(event);
        }
    }

    private void with(String job, Consumer<History> action) {
        JobPlan plan = evidence.plan();
        plan.number(job)
                .ifPresentOrElse(
                        number -> {
                            if (histories[number] == null) {
                                histories[number] = new History();
                            }
                            action.accept(histories[number]);
                        },
                        () -> tally.found(Finding.STRANGER, job));
    }
}
