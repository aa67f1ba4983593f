package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.client.JobClient;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import io.penstock.console.store.Dialect;
import io.penstock.console.store.TestDatabases;
import io.penstock.internal.amqp.BrokerConnection;
import io.penstock.internal.amqp.Topology;
import io.penstock.testbed.PostgresServer;
import io.penstock.testbed.RabbitMqServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@WithServers({ServerKind.RABBITMQ, ServerKind.POSTGRES})
@ParameterizedClass
@EnumSource(Dialect.class)
class SchedulingIT {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IN_TIME = Duration.ofSeconds(1);

    private final Dialect dialect;
    private final String queue;
    private RabbitMqServer broker;
    private Database database;
    private JobClient client;
    private PublishedJobs jobs;
    private Scheduling scheduling;

    SchedulingIT(Dialect dialect) {
        this.dialect = dialect;
        this.queue = "scheduled-" + dialect.name().toLowerCase(Locale.ROOT) + "-" + COUNTER.incrementAndGet();
    }

    @BeforeEach
    void open(RabbitMqServer broker, PostgresServer postgres) throws Exception {
        this.broker = broker;
        database = TestDatabases.open(dialect, postgres);
        declare(queue);
        client = JobClient.builder(broker.url()).timeout(Duration.ofSeconds(5)).build();
        jobs = new PublishedJobs(broker, queue);
        scheduling = scheduling();
    }

    private void declare(String name) throws Exception {
        try (BrokerConnection connection = new BrokerConnection(broker.url(), "a test")) {
            new Topology(connection).declareShared();
            new Topology(connection).declareQueue(name, null);
        }
    }

    private Scheduling scheduling() {
        return new Scheduling(
                database, Clock.systemUTC(), client::enqueue, new SimpleMeterRegistry(), SampleSchedules.jobs());
    }

    @AfterEach
    void close() throws Exception {
        scheduling.close();
        jobs.close();
        client.close();
        database.close();
    }

    private static Instant soon(Duration wait) {
        return Instant.now().plus(wait).truncatedTo(ChronoUnit.MILLIS);
    }

    private Schedule create(Definition definition) {
        return scheduling.create(definition, "a test").orElseThrow();
    }

    private Schedule find(Schedule schedule) {
        return scheduling.schedules().find(TenantScope.ALL, schedule.id()).orElseThrow();
    }

    private static Schedule done(Schedules.Change change) {
        assertThat(change).isInstanceOf(Schedules.Change.Done.class);
        return ((Schedules.Change.Done) change).schedule();
    }

    @Test
    void jobs_run_once_in_time_unless_they_were_cancelled_or_paused_and_when_they_were_put_off_to() {
        scheduling.start();
        Instant at = soon(Duration.ofSeconds(7));
        Schedule planned = create(SampleSchedules.once(queue, at));
        Schedule cancelled = create(SampleSchedules.once(queue, at));
        Schedule paused = create(SampleSchedules.once(queue, at));
        Schedule putOff = create(SampleSchedules.once(queue, at.minusSeconds(3)));
        Schedule now = create(SampleSchedules.once(queue, at.plus(Duration.ofDays(1))));
        done(scheduling.cancel(TenantScope.ALL, cancelled.id()));
        done(scheduling.pause(TenantScope.ALL, paused.id()));
        done(scheduling.change(TenantScope.ALL, putOff.id(), before -> SampleSchedules.once(queue, at.plusSeconds(2))));
        assertThat(scheduling.runNow(TenantScope.ALL, now.id()))
                .isEqualTo(new Firing.ByHand.Published("schedule:" + now.id()));

        await().atMost(PATIENCE).until(() -> jobs.of(putOff).size() == 1);

        assertInTime(planned, at);
        assertInTime(putOff, at.plusSeconds(2));
        assertThat(jobs.of(now)).hasSize(1);
        assertThat(jobs.of(cancelled)).isEmpty();
        assertThat(jobs.of(paused)).isEmpty();
        assertThat(jobs.doubles()).isZero();
        assertThat(find(planned).plan().state()).isEqualTo(Schedule.State.DONE);
        assertThat(scheduling.runNow(TenantScope.ALL, now.id())).isInstanceOf(Firing.ByHand.Refused.class);
        assertThat(scheduling.schedules().find(TenantScope.ALL, cancelled.id())).isEmpty();
        await().atMost(PATIENCE).until(() -> wokenUp() >= 2);

        done(scheduling.resume(TenantScope.ALL, paused.id()));
        await().atMost(PATIENCE).until(() -> jobs.of(paused).size() == 1);
    }

    private void assertInTime(Schedule schedule, Instant at) {
        Instant came = jobs.first(jobs.of(schedule).getFirst()).at();
        assertThat(Duration.between(at, came)).isBetween(Duration.ZERO, IN_TIME);
    }

    /** How many jobs it was JobRunr that ran. */
    private int wokenUp() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM jobrunr_jobs WHERE state = 'SUCCEEDED'")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void what_recurs_runs_at_each_of_its_times_under_an_id_of_its_own_until_it_is_paused() {
        scheduling.start();
        Schedule schedule = create(SampleSchedules.every(
                queue, Duration.ofSeconds(1), soon(Duration.ofSeconds(1)), SampleSchedules.policy(CatchUp.ALL)));
        Instant from = schedule.plan().due();
        String third = ScheduleId.job(schedule.id(), from.plusSeconds(2));

        await().atMost(PATIENCE).until(() -> jobs.ids().contains(third));
        done(scheduling.pause(TenantScope.ALL, schedule.id()));
        int published = jobs.of(schedule).size();

        for (int i = 0; i < 3; i++) {
            PublishedJobs.Published one = jobs.first(ScheduleId.job(schedule.id(), from.plusSeconds(i)));
            assertThat(Duration.between(from.plusSeconds(i), one.at())).isBetween(Duration.ZERO, IN_TIME);
            assertThat(one.header("penstock-meta-due"))
                    .isEqualTo(from.plusSeconds(i).toString());
            assertThat(one.properties().getDeliveryMode()).isEqualTo(2);
        }
        assertThat(jobs.doubles()).isZero();
        assertThat(find(schedule).history().runs()).isEqualTo(published);
        Schedule resumed = done(scheduling.resume(TenantScope.ALL, schedule.id()));
        assertThat(resumed.plan().due()).isAfter(Instant.now().minusSeconds(1));
    }

    @Test
    void what_was_missed_while_no_console_ran_is_dealt_with_as_each_policy_says() {
        Instant from = soon(Duration.ofSeconds(-100)).truncatedTo(ChronoUnit.SECONDS);
        Schedule all = missed(Duration.ofSeconds(10), from, CatchUp.ALL);
        Schedule once = missed(Duration.ofSeconds(10), from, CatchUp.ONCE);
        Schedule skip = missed(Duration.ofSeconds(1_000), from, CatchUp.SKIP);
        Schedule late = create(SampleSchedules.once(queue, from));

        scheduling.start();

        await().atMost(PATIENCE)
                .until(() -> jobs.of(all).size() >= 11 && !jobs.of(once).isEmpty());
        await().atMost(PATIENCE).until(() -> jobs.of(late).size() == 1);
        assertThat(jobs.ids()).contains(ScheduleId.job(all.id(), from), ScheduleId.job(all.id(), from.plusSeconds(90)));
        assertThat(jobs.of(once).getFirst()).isGreaterThanOrEqualTo(ScheduleId.job(once.id(), from.plusSeconds(100)));
        assertThat(jobs.of(skip)).isEmpty();
        assertThat(find(skip).history().skipped()).isEqualTo(1);
        assertThat(jobs.doubles()).isZero();
    }

    /** One that was due at {@code from}, as if the console had been away since. */
    private Schedule missed(Duration interval, Instant from, CatchUp catchUp) {
        Schedule schedule = create(SampleSchedules.every(queue, interval, from, SampleSchedules.policy(catchUp)));
        database.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE schedule SET due_at = :from, fire_at = :from WHERE id = :id")
                        .bind("from", ScheduleRows.time(from))
                        .bind("id", schedule.id())
                        .execute());
        return schedule;
    }

    @Test
    void a_queue_that_is_not_there_delays_its_own_schedule_only_and_says_so() throws Exception {
        scheduling.start();
        Instant at = soon(Duration.ZERO);
        String absent = queue + "-absent";
        Schedule lost = create(SampleSchedules.once(absent, at));
        Schedule found = create(SampleSchedules.once(queue, at));

        await().atMost(PATIENCE).until(() -> jobs.of(found).size() == 1);
        await().atMost(PATIENCE).until(() -> find(lost).history().lastError() != null);

        assertThat(find(lost).history().lastError()).contains(absent, "no such queue");
        assertThat(scheduling.runNow(TenantScope.ALL, lost.id())).isInstanceOf(Firing.ByHand.Failed.class);
        declare(absent);
        assertThat(scheduling.runNow(TenantScope.ALL, lost.id())).isInstanceOf(Firing.ByHand.Published.class);
        assertThat(find(lost).history().lastError()).isNull();
    }

    @Test
    void two_consoles_on_one_database_publish_each_run_once() {
        List<Schedule> all = IntStream.range(0, 60)
                .mapToObj(i -> create(SampleSchedules.every(
                        queue,
                        Duration.ofSeconds(1),
                        soon(Duration.ofSeconds(1)).truncatedTo(ChronoUnit.SECONDS),
                        SampleSchedules.policy(CatchUp.ALL))))
                .toList();
        scheduling.start();
        try (Scheduling other = scheduling()) {
            other.start();
            await().atMost(PATIENCE)
                    .until(() -> all.stream().allMatch(each -> jobs.of(each).size() >= 4));
        }
        scheduling.close();

        long runs = all.stream().mapToLong(each -> find(each).history().runs()).sum();
        await().atMost(PATIENCE).until(() -> jobs.ids().size() == runs);
        assertThat(jobs.doubles()).isZero();
    }

    @Test
    void a_run_that_goes_on_is_waited_for_until_its_end_is_told() {
        Policy policy = new Policy(CatchUp.ONCE, Overlap.SKIP, Duration.ofHours(1), Duration.ZERO);
        Schedule schedule = new Schedules(database, Clock.systemUTC())
                .create(
                        SampleSchedules.every(queue, Duration.ofSeconds(1), soon(Duration.ZERO), policy),
                        Schedule.Keeper.API,
                        "a test")
                .orElseThrow();
        scheduling.start();
        await().atMost(PATIENCE).until(() -> find(schedule).history().skipped() >= 2);
        assertThat(jobs.of(schedule)).hasSize(1);
        assertThat(scheduling.runNow(TenantScope.ALL, schedule.id())).isInstanceOf(Firing.ByHand.Refused.class);

        JobEnds.ended(database, List.of(jobs.of(schedule).getFirst() + "-another"));
        assertThat(find(schedule).history().busy()).isNotNull();
        JobEnds.ended(database, List.of(jobs.of(schedule).getFirst()));

        await().atMost(PATIENCE).until(() -> jobs.of(schedule).size() == 2);
        await().atMost(PATIENCE).until(() -> find(schedule).history().skipped() >= 3);
        assertThat(jobs.of(schedule)).hasSize(2);
    }

    @Test
    void the_file_decides_what_its_schedules_are_and_nobody_else(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("schedules.yaml");
        Files.writeString(file, ofReadme());
        scheduling.reconcile(file);
        Map<String, Schedule> before = kept();
        assertThat(before).containsOnlyKeys("nightly", "reminders");
        assertThat(before.get("reminders").plan().due().getEpochSecond() % 900).isZero();
        Schedule nightly = before.get("nightly");
        assertThat(scheduling.cancel(TenantScope.ALL, nightly.id())).isInstanceOf(Schedules.Change.Refused.class);
        assertThat(scheduling.change(TenantScope.ALL, nightly.id(), same -> same))
                .isInstanceOf(Schedules.Change.Refused.class);
        done(scheduling.pause(TenantScope.ALL, nightly.id()));

        scheduling.reconcile(file);
        assertThat(kept().get("reminders")).isEqualTo(before.get("reminders"));
        String shorter = ofReadme().replace("0 2 * * *", "0 3 * * *");
        Files.writeString(file, shorter.substring(0, shorter.indexOf("  - name: reminders")));
        scheduling.reconcile(file);

        assertThat(kept()).containsOnlyKeys("nightly");
        Schedule changed = kept().get("nightly");
        assertThat(changed.id()).isEqualTo(nightly.id());
        assertThat(changed.plan().state()).isEqualTo(Schedule.State.PAUSED);
        assertThat(changed.definition().timing()).isEqualTo(Timing.Cron.of("0 3 * * *", "Europe/Berlin"));
    }

    private static String ofReadme() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        int from = readme.indexOf("```yaml") + "```yaml".length();
        return readme.substring(from, readme.indexOf("```", from));
    }

    private Map<String, Schedule> kept() {
        return scheduling
                .schedules()
                .page(TenantScope.ALL, new ScheduleFilter(Map.of("keeper", "file")), null, 100)
                .schedules()
                .stream()
                .collect(Collectors.toMap(
                        schedule -> String.valueOf(schedule.definition().name()),
                        schedule -> schedules(schedule.id())));
    }

    private Schedule schedules(String id) {
        return scheduling.schedules().find(TenantScope.ALL, id).orElseThrow();
    }
}
