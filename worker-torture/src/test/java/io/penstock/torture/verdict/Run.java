package io.penstock.torture.verdict;

import io.penstock.torture.evidence.DeadLetter;
import io.penstock.torture.evidence.Event;
import io.penstock.torture.evidence.Event.End;
import io.penstock.torture.evidence.Evidence;
import io.penstock.torture.fault.Incident;
import io.penstock.torture.plan.Fault;
import io.penstock.torture.plan.JobKind;
import io.penstock.torture.plan.JobPlan;
import io.penstock.torture.plan.PlannedJob;
import io.penstock.torture.producer.SendLog;
import io.penstock.torture.recorder.Entry;
import io.penstock.torture.recorder.Entry.What;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A made-up run in which everything went well, to be spoilt by a test. Job n is done at second n. For one thread. */
final class Run {
    static final long WORKER = 501;
    static final long OTHER_WORKER = 502;
    private static final int JOBS = 200;

    final JobPlan plan = JobPlan.mixed(11, JOBS, true);
    final SendLog.Contents sends = SendLog.Contents.empty();
    final List<Entry> entries = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<Event> notifications = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final List<Incident> incidents = new ArrayList<>();
    final List<String> misbehaviour = new ArrayList<>();
    private final boolean fenced;

    private Run(boolean fenced) {
        this.fenced = fenced;
        sends.sent().set(0, JOBS);
        sends.confirmed().set(0, JOBS);
        IntStream.range(0, JOBS).mapToObj(plan::job).forEach(this::end);
    }

    /** Its workers shared a ledger. */
    static Run fenced() {
        return new Run(true);
    }

    /** Each of its workers had a ledger of its own. */
    static Run unfenced() {
        return new Run(false);
    }

    private void end(PlannedJob job) {
        String reason = job.kind().deadReason();
        long at = moment(job.number());
        String id = JobPlan.id(job.number());
        if (reason == null) {
            executed(job.number(), WORKER, at);
        } else {
            deadLetters.add(new DeadLetter(id, reason));
        }
        Event event = new Event(
                id + ":1:" + (reason == null ? "completed" : "failed"),
                id,
                reason == null ? End.COMPLETED : End.FAILED,
                reason,
                at);
        events.add(event);
        if (job.user() != null) {
            notifications.add(event);
        }
    }

    /** One more execution with its effect, a second after its begin; tokens grow. */
    void executed(int number, long pid, long at) {
        String id = JobPlan.id(number);
        long token = fenced ? 1 + entries.size() : 0;
        entries.add(new Entry(at - 1_000, What.BEGUN, id, id, 1, token, pid, 0));
        entries.add(new Entry(at, What.DONE, id, id, 1, token, pid, 0));
    }

    static long moment(int number) {
        return 1_000_000 + number * 1_000L;
    }

    void happened(Fault fault, long pid, long start, long end) {
        incidents.add(new Incident(fault, pid, start, end));
    }

    /** The first job of this kind. */
    int first(JobKind kind) {
        return first(job -> job.kind() == kind);
    }

    int first(Predicate<PlannedJob> condition) {
        return IntStream.range(0, JOBS)
                .filter(number -> condition.test(plan.job(number)))
                .findFirst()
                .orElseThrow();
    }

    /** Nothing is left that tells of this job. */
    void forget(int number) {
        String id = JobPlan.id(number);
        entries.removeIf(entry -> entry.job().equals(id));
        events.removeIf(event -> event.job().equals(id));
        notifications.removeIf(event -> event.job().equals(id));
        deadLetters.removeIf(letter -> letter.job().equals(id));
    }

    Report verdict() {
        return verdict(true);
    }

    /** As if effects had, or had not, gone through the recorder. */
    Report verdict(boolean recorded) {
        return Reconciliation.of(new Evidence(
                plan, recorded, sends, entries, events, notifications, deadLetters, incidents, misbehaviour));
    }
}
