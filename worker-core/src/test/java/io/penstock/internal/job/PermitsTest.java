package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private final Permits permits = new Permits(1, 1);

    /** Asks on a thread of its own, and has asked when it returns. */
    private CompletableFuture<Optional<Permits.Permit>> ask() {
        CompletableFuture<Optional<Permits.Permit>> answer = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> answer.complete(Optional.ofNullable(permits.take())));
        await().until(() -> answer.isDone() || thread.getState() == Thread.State.WAITING);
        return answer;
    }

    private Permits.Permit first() {
        return Objects.requireNonNull(permits.take());
    }

    @Test
    void the_next_one_has_its_turn_when_one_is_done() {
        Permits.Permit first = first();
        CompletableFuture<Optional<Permits.Permit>> second = ask();
        CompletableFuture<Optional<Permits.Permit>> third = ask();
        assertThat(second).as("while the first runs").isNotDone();
        first.giveBack();
        assertThat(second).as("it asked first").succeedsWithin(Duration.ofSeconds(5));
        assertThat(third).isNotDone();
        assertThat(permits.taken()).isEqualTo(1);
        second.join().orElseThrow().giveBack();
        assertThat(third.join()).isPresent();
    }

    @Test
    void a_permit_that_is_given_back_twice_lets_one_job_run_and_not_two() {
        Permits.Permit first = first();
        first.giveBack();
        first.giveBack();
        first();
        assertThat(ask()).isNotDone();
    }

    @Test
    void nobody_waits_or_begins_once_they_are_closed() {
        first();
        CompletableFuture<Optional<Permits.Permit>> waiting = ask();
        permits.close();
        permits.close();
        assertThat(waiting.join()).as("whoever waited is sent away").isEmpty();
        assertThat(permits.take()).as("whoever comes later").isNull();
        assertThat(permits.taken()).as("the first goes on").isEqualTo(1);
    }

    @Test
    void once_they_are_open_again_there_are_as_many_as_before_less_those_still_taken() {
        Permits.Permit first = first();
        permits.close();
        assertThat(permits.take()).isNull();
        permits.open();
        permits.open();
        CompletableFuture<Optional<Permits.Permit>> second = ask();
        assertThat(second).as("while the one from before runs").isNotDone();
        first.giveBack();
        assertThat(second.join()).isPresent();
        assertThat(ask()).isNotDone();
    }

    @Test
    void more_jobs_are_begun_with_while_turns_are_free_and_fewer_while_jobs_wait() throws Exception {
        Permits two = new Permits(2, 10);
        assertThat(two.wanted()).as("in the beginning as many again").isEqualTo(4);
        for (int i = 0; i < 20; i++) {
            Objects.requireNonNull(two.take()).giveBack();
        }
        assertThat(two.wanted()).as("jobs end before the next ones come").isEqualTo(10);

        List<Permits.Permit> both = List.of(Objects.requireNonNull(two.take()), Objects.requireNonNull(two.take()));
        List<Thread> waiting = IntStream.range(0, 20)
                .mapToObj(i -> Thread.ofPlatform()
                        .start(() -> Objects.requireNonNull(two.take()).giveBack()))
                .toList();
        await("jobs wait for those that run").until(() -> two.wanted() == 4);
        both.forEach(Permits.Permit::giveBack);
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(two.wanted()).isBetween(4, 10);
        assertThat(two.taken()).isZero();
    }
}
