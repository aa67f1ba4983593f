package io.penstock.console.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.schema.PayloadSchemas;
import io.penstock.console.store.Database;
import io.penstock.internal.config.ConfigException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Schedules and what runs them: JobRunr for jobs that run once, the sweeper for all that recur. Thread-safe. */
public final class Scheduling implements AutoCloseable {
    private final Database database;
    private final Schedules schedules;
    private final Firing firing;
    private final OneOffs oneOffs;
    private final Sweeper sweeper;
    private final @Nullable JobEnds ends;
    private final Admission admission;

    /**
     * Where the ends of jobs are told.
     *
     * @param bootstrapServers Kafka
     * @param topic            its topic
     */
    public record Events(String bootstrapServers, String topic) {}

    /**
     * What jobs are like here.
     *
     * @param schemas        what their payloads look like
     * @param largestPayload what workers take, in bytes
     * @param events         where their ends are told, null if nowhere
     */
    public record Jobs(
            PayloadSchemas schemas,
            int largestPayload,
            @Nullable Events events) {}

    /**
     * Prepares everything; nothing runs until {@link #start()}.
     *
     * @param publisher takes jobs; stays the caller's
     * @param jobs      what they are like
     */
    public Scheduling(Database database, Clock clock, JobPublisher publisher, MeterRegistry meters, Jobs jobs) {
        Events events = jobs.events();
        this.database = database;
        this.schedules = new Schedules(database, clock);
        this.firing = new Firing(database, clock, new Publication(publisher, clock, meters), this::allEndsAreHeard);
        this.oneOffs = new OneOffs(database, firing, clock);
        this.sweeper = new Sweeper(firing, clock);
        this.ends = events == null ? null : new JobEnds(database, events.bootstrapServers(), events.topic());
        this.admission = new Admission(jobs.schemas(), jobs.largestPayload(), events != null);
    }

    /**
     * Makes the schedules of the file be those that are in it.
     *
     * @throws ConfigException if it does not fit; nothing is changed then
     */
    public void reconcile(Path file) {
        new Reconciliation(database, schedules).apply(ScheduleFile.read(file, admission));
    }

    /** How many schedules the file keeps, or kept when there was one. */
    public int keptByFile() {
        return database.jdbi().withHandle(handle -> Schedules.keptByFile(handle));
    }

    /** How many schedules must not overlap themselves though nobody tells the end of a run: each counts as going on for its limit. */
    public int waitingInVain() {
        return ends == null ? database.jdbi().withHandle(Schedules::waitingForEnds) : 0;
    }

    /** Begins to publish what is due. */
    public void start() {
        oneOffs.start();
        sweeper.start();
        if (ends != null) {
            ends.start();
        }
    }

    /** Without Kafka nothing is ever to be heard. */
    private boolean allEndsAreHeard() {
        return ends == null || ends.isUpToDate();
    }

    /** How it goes, in a few words for people. */
    public String state() {
        String state = sweeper.state();
        return state.equals("up") && oneOffs.isDown()
                ? "up; JobRunr has stopped and is started again, and what runs once is half a second late"
                : state;
    }

    /** Reads schedules. */
    public Schedules schedules() {
        return schedules;
    }

    /**
     * Stores a new schedule; empty if there is one of this name.
     *
     * @throws InvalidScheduleException if it does not fit
     */
    public Optional<Schedule> create(Definition definition, String createdBy) {
        admission.check(definition);
        Optional<Schedule> created = schedules.create(definition, Schedule.Keeper.API, createdBy);
        created.ifPresent(oneOffs::plan);
        return created;
    }

    /**
     * Gives a schedule another definition; its name and its tenant stay.
     *
     * @param change makes the new definition of the one that is stored by then; it may be called again
     * @throws InvalidScheduleException if it does not fit
     */
    public Schedules.Change change(TenantScope scope, String id, UnaryOperator<Definition> change) {
        return planned(schedules.change(scope, id, before -> {
            Definition changed = change.apply(before);
            admission.check(changed);
            return changed;
        }));
    }

    /** Deletes a schedule: what is not published by then never is. */
    public Schedules.Change cancel(TenantScope scope, String id) {
        Schedules.Change change = schedules.cancel(scope, id);
        if (change instanceof Schedules.Change.Done done) {
            oneOffs.drop(done.schedule());
        }
        return change;
    }

    /** Pauses a schedule, also one of the file. */
    public Schedules.Change pause(TenantScope scope, String id) {
        return schedules.pause(scope, id);
    }

    /** Lets a schedule go on. */
    public Schedules.Change resume(TenantScope scope, String id) {
        return planned(schedules.resume(scope, id));
    }

    private Schedules.Change planned(Schedules.Change change) {
        if (change instanceof Schedules.Change.Done done) {
            oneOffs.drop(done.before());
            oneOffs.plan(done.schedule());
        }
        return change;
    }

    /** Publishes a schedule's job now. One that runs once is done with that; what recurs goes on as planned. */
    public Firing.ByHand runNow(TenantScope scope, String id) {
        return firing.runNow(scope, id);
    }

    /** What a schedule's next times are; if it is paused, those that it would have if it were resumed now. */
    public List<Instant> upcoming(Schedule schedule, int most) {
        Timing timing = schedule.definition().timing();
        Instant due = schedule.plan().state() == Schedule.State.PAUSED
                ? schedules.dueIfResumed(schedule)
                : schedule.plan().due();
        if (due == null) {
            return List.of();
        }
        return timing instanceof Timing.Once || most < 1 ? List.of(due) : timing.upcoming(due.minusMillis(1), most);
    }

    /** Lets what is being published end, and publishes nothing more. */
    @Override
    public void close() {
        sweeper.close();
        oneOffs.close();
        if (ends != null) {
            ends.close();
        }
    }
}
