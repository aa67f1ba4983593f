package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.client.EnqueueException;
import io.penstock.client.NewJob;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.console.store.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FiringTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final Database database =
            Database.open(new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "", 4));
    private final Schedules schedules = new Schedules(database, clock);
    private final List<String> published = new ArrayList<>();
    private boolean allEndsAreHeard = true;
    private boolean connected = true;
    private long bytes;
    private final AtomicInteger slow = new AtomicInteger();
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private final Firing firing = new Firing(
            database, clock, new Publication(this::publish, clock, new SimpleMeterRegistry()), () -> allEndsAreHeard);

    @AfterEach
    void close() {
        database.close();
    }

    /** Queues that nobody confirms for, and others. */
    private CompletableFuture<String> publish(NewJob job) {
        if (job.queue().startsWith("silent")) {
            return CompletableFuture.failedFuture(
                    new EnqueueException(EnqueueException.Reason.TIMED_OUT, "not confirmed in time"));
        }
        if (!connected && job.queue().equals("reports")) {
            return CompletableFuture.failedFuture(
                    new EnqueueException(EnqueueException.Reason.CLOSED, "the connection was lost"));
        }
        if (job.queue().equals("slow")) {
            slow.incrementAndGet();
            return answer.thenApply(done -> job.id());
        }
        if (job.queue().equals("defective")) {
            throw new IllegalStateException("a defect");
        }
        published.add(job.queue());
        bytes += ((byte[]) job.payload()).length;
        return CompletableFuture.completedFuture(job.id());
    }

    private Schedule every(String queue, Duration interval, Policy policy) {
        return schedules
                .create(SampleSchedules.every(queue, interval, clock.instant(), policy), Schedule.Keeper.API, "a test")
                .orElseThrow();
    }

    private Schedule find(Schedule schedule) {
        return schedules.find(TenantScope.ALL, schedule.id()).orElseThrow();
    }

    @Test
    void a_queue_that_confirms_nothing_waits_alone() {
        Schedule silent = every("silent", MINUTE, SampleSchedules.policy(CatchUp.ALL));
        every("emails", MINUTE, SampleSchedules.policy(CatchUp.ALL));

        assertThat(firing.sweep()).isEqualTo(new Firing.Sweep(2, false));
        assertThat(published).containsExactly("emails");
        assertThat(find(silent).plan().due()).isEqualTo(silent.plan().due());
        assertThat(find(silent).history().lastError()).contains("not confirmed");
        assertThat(firing.sweep().claimed()).as("it is tried again later").isZero();
        clock.pass(Duration.ofSeconds(15));
        assertThat(firing.sweep()).isEqualTo(new Firing.Sweep(1, true));
    }

    @Test
    void a_connection_that_is_lost_in_between_is_nobodys_fault_and_delays_nothing() {
        every("emails", MINUTE, SampleSchedules.policy(CatchUp.ALL));
        every("reports", MINUTE, SampleSchedules.policy(CatchUp.ALL));
        connected = false;
        assertThat(firing.sweep().brokerAway()).isTrue();
        connected = true;
        assertThat(firing.sweep()).isEqualTo(new Firing.Sweep(1, false));
        assertThat(published).containsExactly("emails", "reports");
    }

    @Test
    void many_of_them_do_not_keep_back_those_behind_them() {
        for (int i = 0; i < Firing.BATCH + 50; i++) {
            every("silent-" + i, MINUTE, SampleSchedules.policy(CatchUp.ALL));
        }
        clock.pass(Duration.ofMillis(1));
        every("emails", MINUTE, SampleSchedules.policy(CatchUp.ALL));

        assertThat(firing.sweep().brokerAway()).isTrue();
        clock.pass(Duration.ofMillis(10));
        assertThat(firing.sweep().brokerAway()).isFalse();
        assertThat(published).containsExactly("emails");
    }

    @Test
    void whoever_catches_up_takes_turns_with_what_is_due_now() {
        every("backlog", Duration.ofSeconds(1), SampleSchedules.policy(CatchUp.ALL));
        clock.pass(Duration.ofSeconds(Turn.MOST_RUNS * 3L));
        every("emails", MINUTE, SampleSchedules.policy(CatchUp.ALL));

        firing.sweep();
        assertThat(published).hasSize(Turn.MOST_RUNS + 1).contains("emails");
        firing.sweep();
        firing.sweep();
        assertThat(published).hasSize(Turn.MOST_RUNS * 3 + 1);
    }

    @Test
    void what_ran_once_cannot_be_cancelled_any_more() {
        Schedule once = schedules
                .create(SampleSchedules.once("emails", clock.instant()), Schedule.Keeper.API, "a test")
                .orElseThrow();
        clock.pass(Duration.ofSeconds(1));
        firing.sweep();
        assertThat(published).containsExactly("emails");
        assertThat(schedules.cancel(TenantScope.ALL, once.id()))
                .isEqualTo(new Schedules.Change.Refused("it ran already"));
    }

    @Test
    void a_time_is_not_left_out_before_it_is_known_whether_the_last_run_has_ended() {
        Policy policy = new Policy(CatchUp.ONCE, Overlap.SKIP, Duration.ofHours(24), Duration.ZERO);
        Schedule schedule = every("reports", MINUTE, policy);
        firing.sweep();
        String first = find(schedule).history().busy().job();
        clock.pass(MINUTE);
        allEndsAreHeard = false;
        firing.sweep();
        assertThat(find(schedule).history().skipped()).isZero();
        assertThat(published).hasSize(1);

        JobEnds.ended(database, List.of("schedule:" + schedule.id() + ":another", first));
        allEndsAreHeard = true;
        clock.pass(Duration.ofSeconds(1));
        firing.sweep();
        assertThat(published).hasSize(2);
    }

    @Test
    void a_row_that_cannot_be_read_keeps_back_no_other_and_says_why() {
        Schedule broken = every("reports", MINUTE, SampleSchedules.policy(CatchUp.ALL));
        every("emails", MINUTE, SampleSchedules.policy(CatchUp.ALL));
        database.jdbi()
                .useHandle(handle -> handle.execute("UPDATE schedule SET catch_up = 'any' WHERE id = ?", broken.id()));

        assertThat(firing.sweep()).isEqualTo(new Firing.Sweep(2, false));
        assertThat(published).containsExactly("emails");
        assertThat(firing.sweep().claimed()).as("it is looked at again later").isZero();
        SchedulePage page = schedules.page(TenantScope.ALL, new ScheduleFilter(Map.of()), null, 2);
        assertThat(page.unreadable()).containsExactly(broken.id());
        assertThat(page.schedules()).hasSize(1);

        database.jdbi()
                .useHandle(handle -> handle.execute("UPDATE schedule SET catch_up = 'all' WHERE id = ?", broken.id()));
        assertThat(find(broken).history().lastError()).contains("cannot be made sense of");
        clock.pass(Duration.ofSeconds(15));
        firing.sweep();
        assertThat(published).containsExactly("emails", "reports");
        assertThat(find(broken).history().lastError()).isNull();
    }

    @Test
    void a_job_over_which_the_client_breaks_has_no_other_published_twice() {
        Schedule broken = every("defective", MINUTE, SampleSchedules.policy(CatchUp.ALL));
        every("emails", MINUTE, SampleSchedules.policy(CatchUp.ALL));

        firing.sweep();
        firing.sweep();

        assertThat(published).containsExactly("emails");
        assertThat(find(broken).history().lastError()).contains("IllegalStateException");
        assertThat(find(broken).plan().due()).isEqualTo(broken.plan().due());
    }

    @Test
    void what_one_sweep_publishes_is_bounded_in_bytes() {
        for (String queue : List.of("reports", "emails", "pdfs")) {
            var job = new JobTemplate(
                    queue, null, "{\"a\":\"" + "x".repeat(250_000) + "\"}", new JobTemplate.Owner(null, null), null);
            var timing = new Timing.Every(Duration.ofSeconds(1), clock.instant());
            var backlog = new Definition(null, job, timing, SampleSchedules.policy(CatchUp.ALL));
            assertThat(schedules.create(backlog, Schedule.Keeper.API, "a test")).isPresent();
        }
        clock.pass(Duration.ofSeconds(49));

        firing.sweep();
        assertThat(bytes).isBetween(Firing.MOST_BYTES - 300_000L, Firing.MOST_BYTES + 300_000L);
        assertThat(published).contains("reports", "emails", "pdfs");
        firing.sweep();
        firing.sweep();

        assertThat(published).hasSize(150);
    }

    @Test
    void no_more_rows_are_taken_than_fit_into_one_sweep() {
        var job = new JobTemplate(
                "pdfs", null, "{\"a\":\"" + "x".repeat(250_000) + "\"}", new JobTemplate.Owner(null, null), null);
        for (int i = 0; i < 80; i++) {
            var timing = new Timing.Every(MINUTE, clock.instant());
            var each = new Definition(null, job, timing, Policy.USUAL);
            assertThat(schedules.create(each, Schedule.Keeper.API, "a test")).isPresent();
        }

        assertThat(firing.sweep().claimed()).isBetween(60, 70);
        firing.sweep();

        assertThat(published).hasSize(80);
    }

    @Test
    void however_many_wait_for_the_broker_the_database_has_connections_for_others() {
        List<Schedule> all = IntStream.range(0, 50)
                .mapToObj(i -> schedules
                        .create(SampleSchedules.once("slow", clock.instant()), Schedule.Keeper.API, "a test")
                        .orElseThrow())
                .toList();
        List<CompletableFuture<Void>> wakeups = all.stream()
                .map(each -> CompletableFuture.runAsync(() -> firing.fireOnce(each.id()), Thread::startVirtualThread))
                .toList();
        await().until(() -> slow.get() > 0);

        assertThat(database.isReachable()).isTrue();
        answer.complete(true);
        wakeups.forEach(CompletableFuture::join);

        assertThat(slow).hasValue(50);
        assertThat(all).allSatisfy(each -> assertThat(find(each).plan().state()).isEqualTo(Schedule.State.DONE));
    }

    @Test
    void nor_do_those_who_run_by_hand_have_them_all() {
        Schedule slowly = every("slow", MINUTE, Policy.USUAL);
        Schedule another = every("slow", MINUTE, Policy.USUAL);
        List<CompletableFuture<Firing.ByHand>> running = Stream.of(slowly, another)
                .map(each -> CompletableFuture.supplyAsync(
                        () -> firing.runNow(TenantScope.ALL, each.id()), Thread::startVirtualThread))
                .toList();
        await().until(() -> slow.get() == 2);

        Schedule third = every("emails", MINUTE, Policy.USUAL);
        assertThat(firing.runNow(TenantScope.ALL, third.id())).isInstanceOf(Firing.ByHand.Failed.class);
        answer.complete(true);

        assertThat(running).allSatisfy(each -> assertThat(each.join()).isInstanceOf(Firing.ByHand.Published.class));
        assertThat(firing.runNow(TenantScope.ALL, third.id())).isInstanceOf(Firing.ByHand.Published.class);
    }

    @Test
    void events_are_read_from_the_oldest_run_that_still_counts_as_going_on() {
        Policy brief = new Policy(CatchUp.ONCE, Overlap.SKIP, MINUTE, Duration.ZERO);
        Policy lasting = new Policy(CatchUp.ONCE, Overlap.SKIP, Duration.ofHours(24), Duration.ZERO);
        every("reports", Duration.ofHours(24), brief);
        firing.sweep();
        clock.pass(Duration.ofSeconds(30));
        every("emails", Duration.ofHours(24), lasting);
        firing.sweep();
        Instant second = clock.instant();

        assertThat(database.jdbi().<Integer, RuntimeException>withHandle(Schedules::waitingForEnds))
                .as("told of where no end is heard")
                .isEqualTo(2);
        assertThat(JobEnds.oldestRun(database, second)).isEqualTo(second.minusSeconds(30));
        assertThat(JobEnds.oldestRun(database, second.plus(MINUTE))).isEqualTo(second);
        Instant dayAfter = second.plus(Duration.ofHours(25));
        assertThat(JobEnds.oldestRun(database, dayAfter)).isEqualTo(dayAfter);
    }
}
