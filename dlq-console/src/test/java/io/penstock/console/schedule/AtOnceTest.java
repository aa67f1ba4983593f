package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.client.NewJob;
import io.penstock.console.letter.TenantScope;
import io.penstock.console.store.Database;
import io.penstock.console.store.DatabaseSettings;
import io.penstock.console.store.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done to one schedule at the same moment. */
class AtOnceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final Database database =
            Database.open(new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "", 8));
    private final Schedules schedules = new Schedules(database, clock);
    private final Reconciliation reconciliation = new Reconciliation(database, schedules);
    private final List<String> published = new ArrayList<>();
    private Runnable whilePublishing = () -> {};
    private final Firing firing =
            new Firing(database, clock, new Publication(this::publish, clock, new SimpleMeterRegistry()), () -> true);

    @AfterEach
    void close() {
        database.close();
    }

    private CompletableFuture<String> publish(NewJob job) {
        published.add(job.id());
        whilePublishing.run();
        return CompletableFuture.completedFuture(job.id());
    }

    private static Definition withAttempts(Definition before, int attempts) {
        JobTemplate job = before.job();
        var changed = new JobTemplate(job.queue(), job.type(), job.payload(), job.owner(), attempts);
        return new Definition(before.name(), changed, before.timing(), before.policy());
    }

    private Definition everyMinute(String name) {
        // of a beginning that does not move, as the file has it
        var timing = new Timing.Every(MINUTE, Instant.EPOCH);
        return new Definition(name, SampleSchedules.job("emails"), timing, SampleSchedules.policy(CatchUp.ALL));
    }

    @Test
    void of_changes_at_the_same_time_none_is_lost() {
        Schedule schedule = schedules
                .create(withAttempts(everyMinute("counted"), 1), Schedule.Keeper.API, "a test")
                .orElseThrow();

        List<CompletableFuture<Schedules.Change>> changes = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> schedules.change(
                                TenantScope.ALL,
                                schedule.id(),
                                before -> withAttempts(before, before.job().maxAttempts() + 1)),
                        Thread::startVirtualThread))
                .toList();

        assertThat(changes).allSatisfy(change -> assertThat(change.join()).isInstanceOf(Schedules.Change.Done.class));
        assertThat(find(schedule).definition().job().maxAttempts()).isEqualTo(41);
    }

    private Schedule find(Schedule schedule) {
        return schedules.find(TenantScope.ALL, schedule.id()).orElseThrow();
    }

    @Test
    void a_time_that_is_being_published_is_not_published_again_because_the_file_has_changed() throws Exception {
        reconciliation.apply(List.of(everyMinute("nightly")));
        Thread other = new Thread(() -> reconciliation.apply(List.of(withAttempts(everyMinute("nightly"), 7))));
        whilePublishing = () -> {
            other.start();
            await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
            whilePublishing = () -> {};
        };

        firing.sweep();
        other.join();
        firing.sweep();

        assertThat(published).hasSize(1);
        Schedule changed = only();
        assertThat(changed.definition().job().maxAttempts()).isEqualTo(7);
        assertThat(changed.plan().due()).isAfter(clock.instant());
    }

    private Schedule only() {
        List<Schedule> all = Stored.readable(database.jdbi().withHandle(Schedules::lockThoseOfFile));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void consoles_that_start_at_once_with_one_file_create_its_schedules_once() {
        List<Definition> wanted =
                IntStream.range(0, 20).mapToObj(i -> everyMinute("s" + i)).toList();

        List<CompletableFuture<Void>> starts = IntStream.range(0, 4)
                .mapToObj(
                        i -> CompletableFuture.runAsync(() -> reconciliation.apply(wanted), Thread::startVirtualThread))
                .toList();

        starts.forEach(CompletableFuture::join);
        assertThat(database.jdbi().<Integer, RuntimeException>withHandle(Schedules::keptByFile))
                .isEqualTo(20);
    }
}
